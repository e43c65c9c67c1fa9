using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MlOps.Tests.Tuning.Studies;

/// <summary>A provider in memory whose jobs print what a script says, and which can be full, slow, out of reach and forgetful. It outlives engines, as a cloud does.</summary>
internal sealed class SimulatedCloud(string name = "Cloud") : IProvider
{
    private readonly ConcurrentDictionary<string, SimulatedJob> _jobs = new(StringComparer.Ordinal);
    private int _starts;

    public string Name => name;

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    public string? MissingConfiguration => null;

    /// <summary>What a job does: prints lines, waits, fails.</summary>
    public Func<SimulatedJob, CancellationToken, Task> Program { get; set; } = PrintQuadraticAsync;

    /// <summary>How many jobs it takes at once; further ones meet a quota.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Decides what becomes of a start, by how many there were before: what is thrown, and whether the job is there all the same.</summary>
    public Func<int, TrainingSpec, (Exception Error, bool IsAccepted)?> OnStart { get; set; } = (_, _) => null;

    /// <summary>What a list throws.</summary>
    public Func<Exception?> OnList { get; set; } = () => null;

    /// <summary>What reading a log throws.</summary>
    public Func<MlJob, Exception?> OnLog { get; set; } = _ => null;

    /// <summary>Every job that was ever accepted, in order.</summary>
    public ConcurrentQueue<TrainingSpec> Accepted { get; } = [];

    public ConcurrentQueue<string> Stopped { get; } = [];

    public IReadOnlyCollection<SimulatedJob> Jobs => [.. _jobs.Values];

    public int MostAtOnce { get; private set; }

    public IObjectStore Store { get; } = new FolderStore();

    public static async Task PrintQuadraticAsync(SimulatedJob job, CancellationToken cancellationToken)
    {
        var x = Convert.ToDouble(job.Spec.Hyperparameters.First(one => one.Key == "x").Value, System.Globalization.CultureInfo.InvariantCulture);
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            job.Print(FormattableString.Invariant($"epoch={epoch} loss={((x - 3) * (x - 3)) + (1.0 / epoch)}"));
            await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>Removes a job as somebody else would.</summary>
    public void Forget(string job) => _jobs.TryRemove(job, out _);

    public string? StagingRoot(TrainingSpec spec) => null;

    public StartPlan Plan(TrainingSpec spec) => new($"start {spec.Name}", [], []);

    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken)
    {
        lock (_jobs)
        {
            var fate = OnStart(_starts++, spec);
            if (fate is { IsAccepted: false } refused)
            {
                throw refused.Error;
            }

            if (_jobs.ContainsKey(spec.Name))
            {
                throw new MlOpsException(ErrorCode.Conflict, $"There is a job '{spec.Name}' already.");
            }

            var running = _jobs.Values.Count(one => !one.Job.Status.IsEnded());
            if (running >= Capacity)
            {
                throw new MlOpsException(ErrorCode.Throttled, $"The quota of {Capacity} jobs is used up.");
            }

            MostAtOnce = Math.Max(MostAtOnce, running + 1);
            var job = new SimulatedJob(name, spec);
            _jobs[spec.Name] = job;
            Accepted.Enqueue(spec);
            job.Run(Program);
            return fate is { } lost ? throw lost.Error : Task.FromResult(job.Job);
        }
    }

    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (OnList() is { } error)
        {
            throw error;
        }

        foreach (var job in _jobs.Values.Select(one => one.Job).Where(query.Matches).OrderByDescending(job => job.CreatedAt))
        {
            yield return job;
        }
    }

    public Task StopAsync(MlJob job, CancellationToken cancellationToken)
    {
        Stopped.Enqueue(job.Name);
        return _jobs.TryGetValue(job.Name, out var found) ? found.StopAsync() : throw new MlOpsException(ErrorCode.NotFound, $"There is no job '{job.Name}'.");
    }

    public async IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (OnLog(job) is { } error)
        {
            throw error;
        }

        var found = _jobs.TryGetValue(job.Name, out var one) ? one : throw new MlOpsException(ErrorCode.NotFound, $"There is no job '{job.Name}'.");
        for (var read = 0; ;)
        {
            var hasEnded = found.Job.Status.IsEnded();
            foreach (var line in found.Lines(read))
            {
                read++;
                yield return new() { Provider = name, JobName = job.Name, Message = line };
            }

            if (hasEnded || !query.Follow)
            {
                yield break;
            }

            await Task.Delay(1, cancellationToken);
        }
    }

    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<string> TuningObstacles(TuningSpec spec) => [];

    public StartPlan PlanTuning(TuningSpec spec) => throw new NotSupportedException();

    public Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();
}
