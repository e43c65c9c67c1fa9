using System.Globalization;

namespace MlOps.Benchmarks.CloudLists;

/// <summary>The jobs of a cloud with every property, beside their names alone as the vendor's own command line gets them from the same server.</summary>
internal abstract class CloudListBenchmark : IBenchmark
{
    private const int Rounds = 5;

    private string _home = "";

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The provider.</summary>
    protected abstract string Provider { get; }

    /// <summary>What the server stands in for.</summary>
    protected abstract string Kind { get; }

    /// <summary>The vendor's program, what it is called with to list names, and what to be told its version.</summary>
    protected abstract (string Program, string[] Names, string[] Version, string Shown) Tool { get; }

    /// <summary>What a process needs to call the server.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="home">A folder for files that it needs.</param>
    /// <returns>The variables.</returns>
    protected abstract IReadOnlyDictionary<string, string> Environment(string url, string home);

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        var jobs = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        using var home = new TemporaryHome();
        _home = home.Path;
        var version = await VersionAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Against {version}; {jobs:N0} jobs; {Rounds} rounds by turns.\n"));
        foreach (var latency in new[] { 0, 100 })
        {
            using var account = Server(jobs, latency);
            await MeasureAsync(account, jobs, latency);
        }

        await MeasureMemoryAsync(jobs);
    }

    private async Task MeasureAsync(StandIn account, int jobs, int latency)
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
        Console.WriteLine(command.Row($"{Tool.Shown}, names alone, the whole process"));
        Console.WriteLine(new Samples(sessions.Select(measured => measured.Milliseconds)).Row("a session that imports the module and lists whole jobs, the whole process"));
        Console.WriteLine(figures.Of("first-list-ms").Row("Get-MlJob, whole jobs, the first in a session"));
        Console.WriteLine(figures.Of("list-ms").Row("Get-MlJob, whole jobs, further ones"));
        Console.WriteLine(new Samples(commands.Select(measured => measured.FirstLine)).Row($"{Tool.Program}: until its first line"));
        Console.WriteLine(figures.Of("first-row-ms").Row("Get-MlJob: until the first job, the first in a session"));
        Console.WriteLine(figures.Of("row-ms").Row("Get-MlJob: until the first job, further ones"));
        Console.WriteLine(new Samples(commands.Select(measured => measured.Cpu)).Row($"{Tool.Program}: processor time"));
        Console.WriteLine(new Samples(sessions.Select(measured => measured.Cpu)).Row("the session: processor time"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nGet-MlJob is {command.Median / figures.Of("first-list-ms").Median:0.0} times as fast as {Tool.Program}, and {command.Median / figures.Of("list-ms").Median:0.0} times where it has run before in its session.\n"
            + $"Peak memory: {Tool.Program} {commands.Max(measured => measured.PeakMemory) >> 20} MiB, the session {sessions.Max(measured => measured.PeakMemory) >> 20} MiB.\n"));
    }

    /// <summary>Whether memory grows with the list: what a process takes has much in it that nobody needs any more, so that what is in use is measured beside it.</summary>
    private async Task MeasureMemoryAsync(int jobs)
    {
        Console.WriteLine("| Jobs | Peak memory of the session | The most in use at once |\n| ---: | ---: | ---: |");
        foreach (var count in new[] { jobs / 10, jobs, 5 * jobs })
        {
            using var account = Server(count, latency: 0);
            var session = await SessionAsync(account, runs: 1);
            var live = new Figures();
            live.Add((await ScriptAsync(account, "Live.ps1")).Output);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {session.PeakMemory >> 20} MiB | {live.Of("live-bytes").Median / (1 << 20):0} MiB |"));
        }
    }

    private StandIn Server(int jobs, int latency) =>
        new(Kind, "--jobs", jobs.ToString(CultureInfo.InvariantCulture), "--latency", latency.ToString(CultureInfo.InvariantCulture));

    private Task<MeasuredProcess> NamesAsync(StandIn account) => MeasuredProcess.RunAsync(Tool.Program, Tool.Names, Environment(account.Url, _home));

    private Task<MeasuredProcess> SessionAsync(StandIn account, int runs) => ScriptAsync(account, "List.ps1", runs.ToString(CultureInfo.InvariantCulture));

    private Task<MeasuredProcess> ScriptAsync(StandIn account, string script, params string[] arguments) => MeasuredProcess.RunAsync(
        Session.Host.Program,
        [.. Session.Host.Arguments, Path.Combine(AppContext.BaseDirectory, "CloudLists", script), Session.Manifest, Provider, .. arguments],
        Environment(account.Url, _home));

    private async Task<string> VersionAsync()
    {
        try
        {
            return (await MeasuredProcess.RunAsync(Tool.Program, Tool.Version, new Dictionary<string, string>())).Output.Split('\n')[0].Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"The program '{Tool.Program}' is not there.", e);
        }
    }
}
