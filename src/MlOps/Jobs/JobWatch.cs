using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Watches the jobs of one provider until every one has ended, with one list call a poll however many they are.</summary>
/// <param name="provider">The provider.</param>
/// <param name="interval">The time between two polls.</param>
public sealed class JobWatch(IProvider provider, TimeSpan interval)
{
    /// <summary>How many polls in a row may fail: a wait of hours shall outlive a network that is away for a moment.</summary>
    private const int Patience = 10;

    /// <summary>For how many running jobs the last log line is fetched at each poll: more are not shown at once, and each costs a request.</summary>
    private const int LinesPerPoll = 10;

    /// <summary>Watches jobs of any providers, side by side.</summary>
    /// <param name="jobs">The jobs as they were found.</param>
    /// <param name="interval">The time between two polls; <see langword="null"/> for what each provider thinks polite.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Every job at every poll; a job is not seen again after its end or its error.</returns>
    public static IAsyncEnumerable<Answer<JobState>> WatchAllAsync(IReadOnlyList<ProviderJob> jobs, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var byProvider = jobs.ToLookup(job => job.Provider, job => job.Job);
        return ProviderFanOut.ReadAsync(
            [.. byProvider.Select(group => group.Key)],
            (provider, token) => new JobWatch(provider, interval ?? provider.PollInterval).WatchAsync([.. byProvider[provider]], token),
            cancellationToken);
    }

    /// <summary>Watches jobs.</summary>
    /// <param name="jobs">The jobs as they were found, which counts as the first poll.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Every job at every poll; a job is not seen again after its end or its error.</returns>
    public async IAsyncEnumerable<JobState> WatchAsync(IReadOnlyList<MlJob> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By id: on some providers several jobs may have one name.
        var waiting = new Dictionary<string, JobState>();
        foreach (var job in jobs)
        {
            yield return new(provider, job);
            if (!job.Status.IsEnded())
            {
                waiting[job.Id] = new(provider, job);
            }
        }

        for (var failures = 0; waiting.Count > 0;)
        {
            await Task.Delay(interval, cancellationToken).ConfigureAwait(false);
            var (polled, failure) = await PollAsync([.. waiting.Values.Select(state => state.Job)], cancellationToken).ConfigureAwait(false);
            failures = failure is null ? 0 : failures + 1;
            if (failure is not null)
            {
                if (failures < Patience && IsPassing(failure))
                {
                    continue;
                }

                throw failure;
            }

            var lines = LinesPerPoll;
            foreach (var (id, before) in waiting.ToArray())
            {
                var state = polled.TryGetValue(id, out var job) ? before with { Job = job } : before with { Error = Gone(before.Job) };
                if (state.Job.Status == MlJobStatus.Running && state.Error is null && lines-- > 0)
                {
                    state = state with { LastLine = await LastLineAsync(state.Job, cancellationToken).ConfigureAwait(false) ?? state.LastLine };
                }

                waiting[id] = state;
                if (state.Error is not null || state.Job.Status.IsEnded())
                {
                    waiting.Remove(id);
                }

                yield return state;
            }
        }
    }

    private static bool IsPassing(MlOpsException failure) => failure.Code is ErrorCode.Throttled or ErrorCode.ProviderError;

    private static MlOpsException Gone(MlJob job) => new(
        ErrorCode.NotFound, $"The job '{job.Name}' was removed from {job.Provider} while it was waited for.", target: job);

    private async Task<(Dictionary<string, MlJob> Jobs, MlOpsException? Failure)> PollAsync(IReadOnlyList<MlJob> watched, CancellationToken cancellationToken)
    {
        // The time keeps a service from looking through jobs that are older than all of these.
        var query = JobQuery.For(watched) with { CreatedAfter = watched.Min(job => job.CreatedAt) };
        var jobs = new Dictionary<string, MlJob>();
        try
        {
            await foreach (var job in provider.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                jobs[job.Id] = job;
            }

            return (jobs, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return (jobs, ProviderFailure.From(provider, e));
        }
    }

    private async Task<string?> LastLineAsync(MlJob job, CancellationToken cancellationToken)
    {
        try
        {
            var last = await provider.ReadLogAsync(job, new() { Tail = 1 }, cancellationToken).LastOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            return last?.Message;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The line only decorates the progress: a log that is not there yet must not end the wait.
            return null;
        }
    }
}
