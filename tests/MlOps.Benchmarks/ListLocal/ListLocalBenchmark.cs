using System.Diagnostics;
using System.Globalization;
using MlOps.Providers.Local;

namespace MlOps.Benchmarks.ListLocal;

/// <summary>A list of many finished jobs of this machine: by the provider alone, and by the cmdlet, which makes objects of the session of them.</summary>
internal sealed class ListLocalBenchmark : IBenchmark
{
    private const int Jobs = 10_000;
    private const int Sessions = 5;
    private const int RunsOfSession = 5;

    public string Name => "list-local";

    public string Description => "Get-MlJob over 10,000 finished local jobs";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        using var home = new TemporaryHome();
        await FinishedJobs.MakeAsync(home, Jobs);

        var provider = new LocalProvider(home.Path);
        var lists = new List<double>();
        for (var run = -1; run < Sessions * (RunsOfSession - 1); run++)
        {
            var milliseconds = await ListAsync(provider);
            if (run >= 0)
            {
                lists.Add(milliseconds);
            }
        }

        var figures = new Figures();
        for (var session = 0; session < Sessions; session++)
        {
            var (_, output) = await Session.RunAsync(
                Path.Combine(AppContext.BaseDirectory, "ListLocal", "List.ps1"),
                Session.Manifest,
                Jobs.ToString(CultureInfo.InvariantCulture),
                RunsOfSession.ToString(CultureInfo.InvariantCulture));
            figures.Add(output);
        }

        Console.WriteLine(Samples.Header);
        Console.WriteLine(new Samples(lists).Row("the provider's list"));
        Console.WriteLine(figures.Of("first").Row("Get-MlJob, the first in a session"));
        Console.WriteLine(figures.Of("further").Row("Get-MlJob, further ones"));
    }

    private static async Task<double> ListAsync(LocalProvider provider)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        await foreach (var job in provider.ListAsync(JobQuery.All, CancellationToken.None))
        {
            count += job.Status == MlJobStatus.Succeeded ? 1 : 0;
        }

        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return count == Jobs ? milliseconds : throw new InvalidDataException($"The list has {count} succeeded jobs.");
    }
}
