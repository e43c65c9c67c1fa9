using System.Globalization;
using System.Text;

namespace MlOps.Providers.Local;

/// <summary>
/// When how much of an instance's log was there. The program writes straight to its two log files; this file beside them holds a line of fixed
/// width for each time that they were seen to have grown: milliseconds since 1970, the length of standard output, the length of standard error.
/// Fixed width makes it seekable, so that the end of a large log is found at once.
/// </summary>
internal static class LogTimes
{
    private const int Width = 15 + 1 + 17 + 1 + 17 + 1;

    /// <summary>One line of the file.</summary>
    public readonly record struct Entry(DateTimeOffset Time, long Output, long Error);

    /// <summary>Adds what was seen. What a crash left of an earlier line is cut off first.</summary>
    public static void Append(FileStream file, Entry entry)
    {
        file.Position = file.Length / Width * Width;
        Span<byte> line = stackalloc byte[Width];
        _ = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{entry.Time.ToUnixTimeMilliseconds():D15} {entry.Output:D17} {entry.Error:D17}\n"),
            line);
        file.Write(line);
        file.Flush();
    }

    /// <summary>How many entries there are.</summary>
    public static long Count(FileStream? file) => file is null ? 0 : file.Length / Width;

    /// <summary>Reads one entry.</summary>
    public static Entry Read(FileStream file, long index)
    {
        Span<byte> line = stackalloc byte[Width];
        var read = RandomAccess.Read(file.SafeFileHandle, line, index * Width);
        return read == Width
            && long.TryParse(line[..15], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && long.TryParse(line[16..33], NumberStyles.None, CultureInfo.InvariantCulture, out var output)
            && long.TryParse(line[34..51], NumberStyles.None, CultureInfo.InvariantCulture, out var error)
                ? new(DateTimeOffset.FromUnixTimeMilliseconds(time), output, error)
                : throw new MlOpsException(ErrorCode.Corrupt, $"Line {index + 1} of '{file.Name}' is not a time and two lengths.", "Delete the file: the log is then shown with the time of its last line.", file.Name);
    }

    /// <summary>The first entry that fulfils a condition which, once true, stays true.</summary>
    /// <returns>Its index, or the count when none does.</returns>
    public static long FindFirst(FileStream file, Predicate<Entry> condition)
    {
        var (low, high) = (0L, Count(file));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (condition(Read(file, middle)))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
