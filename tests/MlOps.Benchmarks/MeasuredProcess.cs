using System.Diagnostics;
using System.Globalization;

namespace MlOps.Benchmarks;

/// <summary>What a process took from its start to its end.</summary>
/// <param name="Milliseconds">How long it lived.</param>
/// <param name="FirstLine">When the first line of its output came, in milliseconds.</param>
/// <param name="Cpu">The time of processors that it used, in milliseconds.</param>
/// <param name="PeakMemory">The most memory that it had resident, in bytes.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record MeasuredProcess(double Milliseconds, double FirstLine, double Cpu, long PeakMemory, string Output)
{
    /// <summary>Looked at so often while it runs, and what it used after the last look is lost.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables for it, beside those of this process; an empty value takes one away.</param>
    /// <returns>What it took.</returns>
    public static async Task<MeasuredProcess> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value.Length > 0 ? value : null;
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var ended = new CancellationTokenSource();
        var usage = WatchAsync(process.Id, ended.Token);
        var first = await process.StandardOutput.ReadLineAsync();
        var firstLine = watch.Elapsed.TotalMilliseconds;
        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        await ended.CancelAsync();
        var (cpu, peak) = await usage;
        return process.ExitCode == 0
            ? new(milliseconds, firstLine, cpu, peak, $"{first}\n{rest}")
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
    }

    private static async Task<(double Cpu, long Peak)> WatchAsync(int process, CancellationToken ended)
    {
        var last = (Cpu: 0.0, Peak: 0L);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                var stat = (await File.ReadAllTextAsync($"/proc/{process}/stat", CancellationToken.None)).Split(") ")[^1].Split(' ');
                var peak = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                last = (10 * (Ticks(stat[11]) + Ticks(stat[12])), peak is null ? last.Peak : 1024 * long.Parse(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(s_interval, CancellationToken.None);
        }

        return last;
    }

    // A hundred a second, on every Linux.
    private static double Ticks(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
