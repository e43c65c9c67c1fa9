using System.Runtime.CompilerServices;

namespace MlOps.Tests.Fakes;

/// <summary>A provider whose jobs are a list in memory, and which can be slow, broken or not configured.</summary>
internal sealed class FakeProvider(string name, params string[] jobs) : IProvider
{
    public static DateTimeOffset Epoch { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => name;

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    public string? MissingConfiguration { get; init; }

    /// <summary>What a list holds, by how often it was asked for.</summary>
    public Func<int, IReadOnlyList<MlJob>>? Polls { get; init; }

    /// <summary>What a list throws after its rows.</summary>
    public Func<int, Exception?> Failure { get; init; } = _ => null;

    /// <summary>Never ends its lists after the rows.</summary>
    public bool Hangs { get; init; }

    public string LastLine { get; init; } = "";

    /// <summary>The log of every job; without it, the last line alone.</summary>
    public Func<CancellationToken, IAsyncEnumerable<MlLogEvent>>? Log { get; init; }

    /// <summary>Where files of this machine are sent.</summary>
    public string? Root { get; init; }

    /// <summary>What its tuning service cannot do.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>Starts a job.</summary>
    public Func<TrainingSpec, MlJob>? Start { get; init; }

    public int ListCalls { get; private set; }

    public int RowsGiven { get; private set; }

    public bool WasCancelled { get; private set; }

    public MlJob Job(string jobName, MlJobStatus status = MlJobStatus.Succeeded, int minute = 0) =>
        new() { Provider = name, Name = jobName, Id = $"{name}:{jobName}", Status = status, CreatedAt = Epoch.AddMinutes(minute) };

    public IReadOnlyList<string> TuningObstacles(TuningSpec spec) => Obstacles;

    public StartPlan PlanTuning(TuningSpec spec) => throw new NotSupportedException();

    public Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = ListCalls++;
        foreach (var job in Polls?.Invoke(call) ?? [.. jobs.Select((each, i) => Job(each, minute: jobs.Length - i))])
        {
            RowsGiven++;
            yield return job;
        }

        if (Failure(call) is { } failure)
        {
            throw failure;
        }

        if (Hangs)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                WasCancelled = true;
            }
        }
    }

    public IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken) =>
        Log?.Invoke(cancellationToken) ?? AsyncEnumerable.Repeat(new MlLogEvent { Provider = name, JobName = job.Name, Message = LastLine }, 1);

    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? StagingRoot(TrainingSpec spec) => Root;

    public StartPlan Plan(TrainingSpec spec) => throw new NotSupportedException();

    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken) => Task.FromResult((Start ?? throw new NotSupportedException())(spec));

    public Task StopAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IObjectStore Store { get; } = new FolderStore();
}
