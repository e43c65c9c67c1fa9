using System.Globalization;

namespace MlOps.Benchmarks.Transfer;

/// <summary>The rows of one table: what each program took for the same work.</summary>
/// <param name="what">The work.</param>
internal sealed class Rows(string what)
{
    private const string First = "MlOps, the first in a session";
    private const string Further = "MlOps, further ones";
    private const long MostMemory = 150 << 20;

    private readonly OrderedDictionary<string, List<double>> _times = [];
    private readonly Dictionary<string, long> _memory = [];
    private readonly Dictionary<string, List<double>> _cpu = [];

    /// <summary>Adds a run of a program of somebody else.</summary>
    /// <param name="program">What was run.</param>
    /// <param name="measured">What it took, from the process's start to its end.</param>
    public void Add(string program, MeasuredProcess measured) => Add(program, [measured.Milliseconds], measured);

    /// <summary>Adds a session of ours.</summary>
    /// <param name="measured">What it took, and the times that its script wrote.</param>
    /// <param name="isFirst">Whether its first run counts, or those after it.</param>
    public void AddSession(MeasuredProcess measured, bool isFirst = true)
    {
        var wanted = isFirst ? "first-send-ms" : "send-ms";
        Add(isFirst ? First : Further, measured.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words[0] == wanted).Select(words => double.Parse(words[1], CultureInfo.InvariantCulture)), measured);
    }

    /// <summary>Writes the table.</summary>
    /// <param name="failures">Gets what is not as it should be.</param>
    public void Write(List<string> failures)
    {
        Console.WriteLine($"### {what}\n\n| Program | Runs | Median | Fastest | Processor time | Peak memory |\n| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (program, times) in _times)
        {
            var samples = new Samples(times);
            var cpu = program == Further ? "" : string.Create(CultureInfo.InvariantCulture, $"{new Samples(_cpu[program]).Median:0} ms");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {program} | {times.Count} | {samples.Median:0} ms | {samples.Fastest:0} ms | {cpu} | {_memory[program] >> 20} MiB |"));
        }

        var best = _times.Where(row => row.Key is not (First or Further)).MinBy(row => new Samples(row.Value).Median);
        var (first, further, other) = (new Samples(_times[First]).Median, new Samples(_times[Further]).Median, new Samples(best.Value).Median);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nOf the time of the fastest other one ({best.Key}): {first / other:0.00} for the first in a session, {further / other:0.00} for further ones.\n"));
        if (first > other)
        {
            failures.Add($"{what}: the first in a session is slower than {best.Key}.");
        }

        if (Math.Max(_memory[First], _memory[Further]) > MostMemory)
        {
            failures.Add($"{what}: the session had more than {MostMemory >> 20} MiB.");
        }
    }

    private void Add(string program, IEnumerable<double> times, MeasuredProcess measured)
    {
        if (!_times.TryGetValue(program, out var all))
        {
            _times.Add(program, all = []);
        }

        all.AddRange(times);
        _memory[program] = Math.Max(_memory.GetValueOrDefault(program), measured.PeakMemory);
        (_cpu.TryGetValue(program, out var cpu) ? cpu : _cpu[program] = []).Add(measured.Cpu);
    }
}
