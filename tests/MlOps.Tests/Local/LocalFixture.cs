using System.Diagnostics;
using MlOps.Providers.Local;

namespace MlOps.Tests.Local;

/// <summary>A provider with a home of its own, and short ways to say what the tests say often.</summary>
public sealed class LocalFixture : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly List<string> _started = [];

    public LocalFixture()
    {
        Home = Directory.CreateTempSubdirectory("mlops-test-").FullName;
        Provider = new LocalProvider(Home);
    }

    public string Home { get; }

    public LocalProvider Provider { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TrainingSpec Shell(string script, string name = "job") => new()
    {
        Name = name,
        Command = ["sh", "-c", script],
        WorkingDirectory = Home,
        ProviderOptions = new Dictionary<string, object?> { ["StopGraceSeconds"] = 1 },
    };

    public Task<MlJob> StartAsync(string script, string name = "job") => StartAsync(Shell(script, name));

    public async Task<MlJob> StartAsync(TrainingSpec spec)
    {
        var job = await Provider.StartAsync(spec, Cancel);
        lock (_started)
        {
            _started.Add(job.Id);
        }

        return job;
    }

    public async Task<MlJob> GetAsync(string name = "job") => (await ListAsync(new JobQuery { Names = [NamePattern.Literal(name)] })).Single();

    public async Task<List<MlJob>> ListAsync(JobQuery query)
    {
        var jobs = new List<MlJob>();
        await foreach (var job in Provider.ListAsync(query, Cancel))
        {
            jobs.Add(job);
        }

        return jobs;
    }

    public Task<MlJob> EndAsync(string name = "job") => UntilAsync(job => job.Status.IsEnded(), name);

    /// <summary>Waits until the end of a job is also written down, after which nobody touches its folder.</summary>
    public async Task SealedAsync(string name = "job")
    {
        await EndAsync(name);
        await UntilAsync(() => new JobFolder(JobFolder(name)).ReadDocument().End is not null);
    }

    public async Task<MlJob> UntilAsync(Predicate<MlJob> condition, string name = "job")
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience; await Task.Delay(20, Cancel))
        {
            var job = await GetAsync(name);
            if (condition(job))
            {
                return job;
            }
        }

        throw new TimeoutException($"The job is still {await GetAsync(name)}: {(await GetAsync(name)).Status}.");
    }

    public async Task<List<MlLogEvent>> LogAsync(MlJob job, LogQuery? query = null)
    {
        var lines = new List<MlLogEvent>();
        await foreach (var line in Provider.ReadLogAsync(job, query ?? LogQuery.All, Cancel))
        {
            lines.Add(line);
        }

        return lines;
    }

    public static int ProgramId(MlJob job) => ((LocalJobDetail)job.Raw!).ProcessId[0]!.Value;

    public string JobFolder(string name = "job") => Path.Combine(Home, "local", "jobs", name);

    /// <summary>Kills a process as nothing can be done against.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();

        // A child of this process stays in the table until it is collected, and Process.WaitForExit would wait for that.
        SpinWait.SpinUntil(() => ProcStat.Read(id) is null or { HasEnded: true }, s_patience);
    }

    /// <summary>The processes whose command line holds a text.</summary>
    public static List<int> FindProcesses(string text) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
           where id > 0 && id != Environment.ProcessId && ReadCommandLine(id).Contains(text, StringComparison.Ordinal)
           select id,
    ];

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(20, Cancel))
        {
            Assert.True(watch.Elapsed < s_patience, "It does not come to hold.");
        }
    }

    public void Dispose()
    {
        _started.ForEach(id => JobProcesses.Signal(id, [], JobProcesses.SIGKILL));
        foreach (var id in FindProcesses(Home))
        {
            try
            {
                Kill(id);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended by itself.
            }
        }

        Directory.Delete(Home, recursive: true);
    }

    private static string ReadCommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
