using System.Globalization;

namespace MlOps.Benchmarks.LogTail;

/// <summary>The last lines of a large log, beside those of a log of one line and beside <c>tail</c>: what the length adds in time and memory.</summary>
internal sealed class LogTailBenchmark : IBenchmark
{
    private const string Large = "large";
    private const string Small = "small";
    private const int Sessions = 5;
    private const int RunsOfSession = 5;

    public string Name => "log-tail";

    public string Description => "Get-MlJobLog -Tail 20 on a log of 1 GiB";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        using var home = new TemporaryHome();
        await LocalShellJob.RunAsync(home, Large, await LargeLog.PrepareAsync(home));
        await LocalShellJob.RunAsync(home, Small, "echo epoch=1 val_loss=0.5");

        var log = Path.Combine(home.Job(Large), "instances", "0", "stdout.log");
        var figures = new Figures();
        for (var session = 0; session < Sessions; session++)
        {
            var (_, output) = await Session.RunAsync(
                Path.Combine(AppContext.BaseDirectory, "LogTail", "Tail.ps1"),
                Session.Manifest,
                log,
                RunsOfSession.ToString(CultureInfo.InvariantCulture));
            figures.Add(output);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The log has {new FileInfo(log).Length:N0} bytes.\n"));
        Console.WriteLine(Samples.Header);
        Console.WriteLine(figures.Of("first-large-ms").Row("the first in a session"));
        Console.WriteLine(figures.Of("large-ms").Row("further ones"));
        Console.WriteLine(figures.Of("small-ms").Row("of a log of one line, further ones"));
        Console.WriteLine(figures.Of("tail-ms").Row("tail -n 20, a new process"));
        foreach (var name in new[] { Large, Small })
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"\nThe {name} log, further ones: {figures.Of($"{name}-allocated").Median / 1024:0} KiB allocated, {figures.Of($"{name}-peak").Median / 1024:0} KiB more resident at the peak than before (medians)."));
        }
    }
}
