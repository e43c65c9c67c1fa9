using System.Globalization;

namespace MlOps.Benchmarks.StartLocal;

/// <summary>How long a job takes to begin: from the call of the cmdlet to the time that <c>date</c> writes in the job. What the same costs without a job is measured by turns with it.</summary>
internal sealed class StartLocalBenchmark : IBenchmark
{
    private const int Sessions = 5;
    private const int RunsOfSession = 5;

    public string Name => "start-local";

    public string Description => "from Start-MlTrainingJob to the first instruction of the child, sh -c 'date +%s%N'";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        var figures = new Figures();
        using var home = new TemporaryHome();
        for (var session = 0; session < Sessions; session++)
        {
            var (_, output) = await Session.RunAsync(
                Path.Combine(AppContext.BaseDirectory, "StartLocal", "Start.ps1"),
                Session.Manifest,
                $"start-{session}",
                RunsOfSession.ToString(CultureInfo.InvariantCulture));
            figures.Add(output);
        }

        var (job, process, detached) = (figures.Of("job"), figures.Of("process"), figures.Of("detached"));
        Console.WriteLine(Samples.Header);
        Console.WriteLine(figures.Of("first-job").Row("to the child, the first job of a session"));
        Console.WriteLine(job.Row("to the child, further jobs"));
        Console.WriteLine(figures.Of("return").Row("until the cmdlet has returned, further jobs"));
        Console.WriteLine(process.Row("the same child by Process.Start"));
        Console.WriteLine(detached.Row("the same child by Process.Start of nohup setsid"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nA job's child begins {job.Median - process.Median:0.0} ms after a plain process would ({job.Median / process.Median:0.0} times its time), {job.Median - detached.Median:0.0} ms after a detached one ({job.Median / detached.Median:0.0} times)."));
    }
}
