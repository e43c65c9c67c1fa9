using System.Globalization;

namespace MlOps.Benchmarks.ListSageMaker;

/// <summary>The jobs of an account with every property, beside their names alone as the AWS command line's own paginator gets them from the same server.</summary>
internal sealed class ListSageMakerBenchmark : IBenchmark
{
    private const int Rounds = 5;

    public string Name => "list-sagemaker";

    public string Description => "Get-MlJob over 10,000 jobs of SageMaker, and the AWS CLI's list of their names";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        var jobs = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        using var home = new TemporaryHome();
        var version = await VersionAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Against {version}; {jobs:N0} jobs; {Rounds} rounds by turns.\n"));
        foreach (var latency in new[] { 0, 100 })
        {
            using var account = new StandInAccount(jobs, latency);
            await MeasureAsync(account, jobs, latency);
        }

        await MeasureMemoryAsync(jobs);
    }

    private static async Task MeasureAsync(StandInAccount account, int jobs, int latency)
    {
        var figures = new Figures();
        var sessions = new List<MeasuredProcess>();
        var commands = new List<MeasuredProcess>();
        for (var round = 0; round < Rounds; round++)
        {
            commands.Add(await NamesAsync(account));
            var session = await SessionAsync(account, runs: 1);
            sessions.Add(session);
            figures.Add(session.Output);
            figures.Add(string.Join('\n', (await SessionAsync(account, runs: 3)).Output.Split('\n').Where(line => !line.StartsWith("first-", StringComparison.Ordinal))));
        }

        if (commands.Any(command => command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length != jobs) || figures.Of("jobs").Fastest != jobs || figures.Of("jobs").Slowest != jobs)
        {
            throw new InvalidDataException("Not every list was whole.");
        }

        Console.WriteLine($"The server takes {latency} ms a call:\n");
        Console.WriteLine(Samples.Header);
        var command = new Samples(commands.Select(measured => measured.Milliseconds));
        Console.WriteLine(command.Row("aws sagemaker list-training-jobs, names alone, the whole process"));
        Console.WriteLine(new Samples(sessions.Select(measured => measured.Milliseconds)).Row("a session that imports the module and lists whole jobs, the whole process"));
        Console.WriteLine(figures.Of("first-list-ms").Row("Get-MlJob, whole jobs, the first in a session"));
        Console.WriteLine(figures.Of("list-ms").Row("Get-MlJob, whole jobs, further ones"));
        Console.WriteLine(new Samples(commands.Select(measured => measured.FirstLine)).Row("aws: until its first line"));
        Console.WriteLine(figures.Of("first-row-ms").Row("Get-MlJob: until the first job, the first in a session"));
        Console.WriteLine(figures.Of("row-ms").Row("Get-MlJob: until the first job, further ones"));
        Console.WriteLine(new Samples(commands.Select(measured => measured.Cpu)).Row("aws: processor time"));
        Console.WriteLine(new Samples(sessions.Select(measured => measured.Cpu)).Row("the session: processor time"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nGet-MlJob is {command.Median / figures.Of("first-list-ms").Median:0.0} times as fast as aws, and {command.Median / figures.Of("list-ms").Median:0.0} times where it has run before in its session.\n"
            + $"Peak memory: aws {commands.Max(measured => measured.PeakMemory) >> 20} MiB, the session {sessions.Max(measured => measured.PeakMemory) >> 20} MiB.\n"));
    }

    /// <summary>Whether memory grows with the list: what a process takes has much in it that nobody needs any more, so that what is in use is measured beside it.</summary>
    private static async Task MeasureMemoryAsync(int jobs)
    {
        Console.WriteLine("| Jobs | Peak memory of the session | The most in use at once |\n| ---: | ---: | ---: |");
        foreach (var count in new[] { jobs / 10, jobs, 5 * jobs })
        {
            using var account = new StandInAccount(count, latency: 0);
            var session = await SessionAsync(account, runs: 1);
            var live = new Figures();
            live.Add((await ScriptAsync(account, "Live.ps1")).Output);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {session.PeakMemory >> 20} MiB | {live.Of("live-bytes").Median / (1 << 20):0} MiB |"));
        }
    }

    private static Task<MeasuredProcess> NamesAsync(StandInAccount account) => MeasuredProcess.RunAsync(
        "aws", ["sagemaker", "list-training-jobs", "--page-size", "100", "--query", "TrainingJobSummaries[].[TrainingJobName]", "--output", "text"], account.Environment);

    private static Task<MeasuredProcess> SessionAsync(StandInAccount account, int runs) => ScriptAsync(account, "List.ps1", runs.ToString(CultureInfo.InvariantCulture));

    private static Task<MeasuredProcess> ScriptAsync(StandInAccount account, string script, params string[] arguments) => MeasuredProcess.RunAsync(
        Session.Host.Program,
        [.. Session.Host.Arguments, Path.Combine(AppContext.BaseDirectory, "ListSageMaker", script), Session.Manifest, .. arguments],
        account.Environment);

    private static async Task<string> VersionAsync()
    {
        try
        {
            return (await MeasuredProcess.RunAsync("aws", ["--version"], new Dictionary<string, string>())).Output.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("The program 'aws' is not there: install Debian's package awscli.", e);
        }
    }
}
