using System.Globalization;
using System.Reflection;

namespace MlOps;

/// <summary>Reads the data file of the machines.</summary>
/// <param name="Date">The month that the figures are of, as its first day.</param>
/// <param name="Machines">The machines, in the order of the file.</param>
internal sealed record InstanceTable(DateOnly Date, IReadOnlyList<MlInstance> Machines)
{
    private const string Columns = "provider,type,vcpu,memory,accelerator,accelerators,acceleratorMemory";
    private const string DateComment = "# Date: ";

    /// <summary>Reads the file that this assembly carries.</summary>
    public static InstanceTable Load()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("instances.csv")!);
        return Read(file);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A line is not as it should be.</exception>
    public static InstanceTable Read(TextReader file)
    {
        DateOnly? date = null;
        var hasColumns = false;
        var machines = new List<MlInstance>();
        for (var (number, line) = (1, file.ReadLine()); line is not null; (number, line) = (number + 1, file.ReadLine()))
        {
            try
            {
                if (line.StartsWith(DateComment, StringComparison.Ordinal))
                {
                    date = DateOnly.ParseExact(line[DateComment.Length..], "yyyy-MM", CultureInfo.InvariantCulture);
                }
                else if (line.Length > 0 && line[0] != '#')
                {
                    if (hasColumns)
                    {
                        machines.Add(Machine(line.Split(',')));
                    }
                    else
                    {
                        hasColumns = line == Columns ? true : throw new FormatException($"The columns have to be {Columns}.");
                    }
                }
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new InvalidDataException($"Line {number} of the machines, '{line}', cannot be read: {e.Message}", e);
            }
        }

        return new(date ?? throw new InvalidDataException("The machines have no date."), machines);
    }

    private static MlInstance Machine(string[] fields) =>
        fields is [{ Length: > 0 } provider, { Length: > 0 } type, var vCpu, var memory, var accelerator, var accelerators, var acceleratorMemory]
            ? new()
            {
                Provider = provider,
                InstanceType = type,
                VCpu = Count(vCpu),
                Memory = Bytes(memory),
                Accelerator = accelerator,
                AcceleratorCount = Count(accelerators),
                AcceleratorMemory = Bytes(acceleratorMemory),
            }
            : throw new FormatException($"The columns are {Columns}.");

    private static int Count(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static long Bytes(string gibibytes) => (long)(decimal.Parse(gibibytes, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * (1L << 30));
}
