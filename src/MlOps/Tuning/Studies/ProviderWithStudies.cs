using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>A provider together with the studies that run trials on it: they are tuning jobs like those of its own service, and are listed, stopped and removed in the same way.</summary>
/// <param name="provider">The provider.</param>
/// <param name="store">The studies.</param>
/// <param name="control">What makes and stops studies.</param>
public sealed class ProviderWithStudies(IProvider provider, StudyStore store, StudyControl control) : IProvider
{
    private static readonly TimeSpan s_follow = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public string Name => provider.Name;

    /// <inheritdoc/>
    public TimeSpan PollInterval => provider.PollInterval;

    /// <inheritdoc/>
    public string? MissingConfiguration => provider.MissingConfiguration;

    /// <inheritdoc/>
    public IObjectStore Store => provider.Store;

    /// <inheritdoc/>
    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => provider.TestAsync(cancellationToken);

    /// <inheritdoc/>
    public string? StagingRoot(TrainingSpec spec) => provider.StagingRoot(spec);

    /// <inheritdoc/>
    public StartPlan Plan(TrainingSpec spec) => provider.Plan(spec);

    /// <inheritdoc/>
    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken) => provider.StartAsync(spec, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> TuningObstacles(TuningSpec spec) => provider.TuningObstacles(spec);

    /// <inheritdoc/>
    public StartPlan PlanTuning(TuningSpec spec) => provider.PlanTuning(spec);

    /// <inheritdoc/>
    public Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken) => provider.StartTuningAsync(spec, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken) =>
        IsStudy(job) ? Look(job, (_, state) => StudyTrials.Of(state).ToArray()).ToAsyncEnumerable() : provider.ListTrialsAsync(job, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var studies = await Task.Run(() => Studies().ToArray(), cancellationToken).ConfigureAwait(false);
        var waiting = new Queue<MlTuningJob>((query.Kind == MlJobKind.Training ? [] : studies).Where(query.Matches).OrderByDescending(job => job.CreatedAt));
        var names = studies.ToDictionary(job => job.Id[StudyJob.IdPrefix.Length..], job => job.Name, StringComparer.Ordinal);
        await foreach (var job in provider.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            while (waiting.TryPeek(out var study) && study.CreatedAt >= job.CreatedAt)
            {
                yield return waiting.Dequeue();
            }

            yield return job.TuningJobName.Length == 0 && job.Tag.TryGetValue(TrialJob.StudyTag, out var id) && names.TryGetValue(id, out var name) ? job with { TuningJobName = name } : job;
        }

        foreach (var study in waiting)
        {
            yield return study;
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(MlJob job, CancellationToken cancellationToken)
    {
        if (!IsStudy(job))
        {
            return provider.StopAsync(job, cancellationToken);
        }

        if (Look(job, (folder, state) => state.End is null ? folder : null) is { } running)
        {
            control.Stop(running);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken)
    {
        if (!IsStudy(job))
        {
            return provider.RemoveAsync(job, cancellationToken);
        }

        var folder = Look(job, (folder, _) => folder);
        using (var place = folder.TryDrive(isDriver: false) ?? throw new MlOpsException(
            ErrorCode.Conflict, $"The study '{job.Name}' is being run{(folder.LastDriver() is { } driver ? $" by {driver}" : "")}.", "Stop it first with Stop-MlJob, or remove it with -Force.", job))
        {
            store.Remove(folder);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken) =>
        IsStudy(job) ? ReadJournalAsync(job, query, cancellationToken) : provider.ReadLogAsync(job, query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, CancellationToken cancellationToken) => IsStudy(job)
        ? throw new MlOpsException(ErrorCode.InvalidArgument, $"The study '{job.Name}' has no files of its own: the jobs of its trials have.", $"Get-MlTrial {job.Name} -First 1 | Get-MlArtifact", job)
        : provider.ListFilesAsync(job, cancellationToken);

    private static bool IsStudy(MlJob job) => job.Id.StartsWith(StudyJob.IdPrefix, StringComparison.Ordinal);

    private IEnumerable<MlTuningJob> Studies() => store.All().Select(Read).OfType<MlTuningJob>();

    /// <summary>A study of this provider. One that cannot be read must not hide the others; Resume-MlTuning says what is wrong with it.</summary>
    private MlTuningJob? Read(StudyFolder folder)
    {
        try
        {
            return StudyReader.Look(folder, (state, changedAt) => state.Created.Spec.Shares.Any(share => share.Provider == provider.Name) ? StudyJob.Of(state, folder, provider.Name, changedAt) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MlOpsException)
        {
            return null;
        }
    }

    private T Look<T>(MlJob job, Func<StudyFolder, StudyState, T> look)
    {
        var folder = store.Folder(job.Name);
        try
        {
            var (isIt, found) = StudyReader.Look(folder, (state, _) => StudyJob.IdPrefix + state.Created.Id == job.Id ? (true, look(folder, state)) : (false, default(T)));
            if (isIt)
            {
                return found!;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // It was removed meanwhile.
        }

        throw new MlOpsException(ErrorCode.NotFound, $"There is no study '{job.Name}' any more.", "Get-MlJob -Kind Tuning lists the searches.", job);
    }

    private async IAsyncEnumerable<MlLogEvent> ReadJournalAsync(MlJob job, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Look(job, (folder, _) => folder);
        var (first, length) = ("", 0L);
        for (var isFirst = true; ; isFirst = false)
        {
            // Whether it goes on is asked before the lines are read: the last ones are then there.
            var isOver = !query.Follow || !folder.IsDriven();
            (first, var events, length, _) = StudyJournal.ReadFrom(folder.Journal, length, first);
            var lines = StudyLog.Of(events, job.Name, provider.Name).Where(line => query.Since is null || line.Time >= query.Since);
            foreach (var line in isFirst && query.Tail is { } tail ? lines.TakeLast(tail) : lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return line;
            }

            if (isOver)
            {
                yield break;
            }

            await Task.Delay(s_follow, cancellationToken).ConfigureAwait(false);
        }
    }
}
