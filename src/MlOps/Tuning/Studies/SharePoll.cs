using System.Threading.Channels;

namespace MlOps;

/// <summary>Asks a provider again and again how the jobs of trials stand, with one list call however many they are.</summary>
internal static class SharePoll
{
    /// <summary>Asks until it is cancelled.</summary>
    public static async Task RunAsync(ActiveShare share, ChannelWriter<StudySignal> signals, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(share.Provider.PollInterval, cancellationToken).ConfigureAwait(false);
                MlJob[] asked = [.. share.Watched.Values];
                if (asked.Length > 0)
                {
                    signals.TryWrite(await AskAsync(share, asked, cancellationToken).ConfigureAwait(false));
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The study is over, and whatever ended the last call is a consequence of that.
        }
    }

    private static async Task<JobsPolled> AskAsync(ActiveShare share, MlJob[] asked, CancellationToken cancellationToken)
    {
        var jobs = new Dictionary<string, MlJob>(StringComparer.Ordinal);
        try
        {
            // The time keeps a service from looking through jobs that are older than all of these.
            var query = JobQuery.For(asked) with { Kind = MlJobKind.Training, CreatedAfter = asked.Min(job => job.CreatedAt) };
            await foreach (var job in share.Provider.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                jobs[job.Id] = job;
            }

            return new(share, asked, jobs, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new(share, asked, jobs, ProviderFailure.From(share.Provider, e));
        }
    }
}
