using System.Diagnostics;

namespace MlOps.Benchmarks;

/// <summary>A finished local job that a line of shell script was run for.</summary>
internal static class LocalShellJob
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a job in a session of its own, until its end is written down.</summary>
    /// <param name="home">Where to.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="line">The line.</param>
    /// <returns>A task.</returns>
    public static async Task RunAsync(TemporaryHome home, string name, string line)
    {
        _ = await Session.RunAsync(Path.Combine(AppContext.BaseDirectory, "RunLocalShellJob.ps1"), Session.Manifest, name, line);
        var watch = Stopwatch.StartNew();
        while (!(await File.ReadAllTextAsync(Path.Combine(home.Job(name), "job.json"))).Contains("\"end\":", StringComparison.Ordinal))
        {
            if (watch.Elapsed > s_patience)
            {
                throw new TimeoutException($"The end of the job '{name}' is not written down.");
            }

            await Task.Delay(100);
        }
    }
}
