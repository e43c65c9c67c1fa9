using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MlOps;

/// <summary>Reads the logs of several jobs as one, in the order of time. A log that cannot be read does not keep the others from being read.</summary>
public static class JobLogs
{
    /// <summary>How long a line waits for an earlier one of another job, while the jobs are being followed.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);

    /// <summary>Reads the logs.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="query">Which part. The last lines are those of all logs together; while following, those of each.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines, and one error for each log that cannot be read.</returns>
    public static IAsyncEnumerable<Answer<MlLogEvent>> ReadAsync(IReadOnlyList<ProviderJob> jobs, LogQuery query, CancellationToken cancellationToken) =>
        query is { Tail: { } tail, Follow: false } && jobs.Count > 1
            ? TailAsync(MergeAsync(jobs, query, cancellationToken), tail)
            : MergeAsync(jobs, query, cancellationToken);

    private static async IAsyncEnumerable<Answer<MlLogEvent>> TailAsync(IAsyncEnumerable<Answer<MlLogEvent>> answers, int count)
    {
        var last = new Queue<Answer<MlLogEvent>>();
        await foreach (var answer in answers.ConfigureAwait(false))
        {
            if (answer.Error is not null)
            {
                yield return answer;
                continue;
            }

            last.Enqueue(answer);
            if (last.Count > count)
            {
                last.Dequeue();
            }
        }

        foreach (var answer in last)
        {
            yield return answer;
        }
    }

    private static async IAsyncEnumerable<Answer<MlLogEvent>> MergeAsync(
        IReadOnlyList<ProviderJob> jobs, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = Channel.CreateBounded<Answer<MlLogEvent>>(new BoundedChannelOptions(256) { SingleReader = true });
        var merging = Task.Run(() => PumpAsync(jobs, query, answers.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return answer;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await merging.ConfigureAwait(false);
        }
    }

    private static async Task PumpAsync(IReadOnlyList<ProviderJob> jobs, LogQuery query, ChannelWriter<Answer<MlLogEvent>> answers, CancellationToken stop)
    {
        try
        {
            var logs = jobs.Select(found => ReadOneAsync(found, query, answers, stop)).ToArray();
            await foreach (var line in LogMerge.ByTime(logs, query.Follow ? s_quiet : null, stop).ConfigureAwait(false))
            {
                await answers.WriteAsync(new(line), stop).ConfigureAwait(false);
            }

            answers.Complete();
        }
        catch (Exception e)
        {
            answers.Complete(e);
        }
    }

    /// <summary>One job's log, which ends where it cannot be read any further; the reason goes past the merge, so that it is told at once.</summary>
    private static async IAsyncEnumerable<MlLogEvent> ReadOneAsync(
        ProviderJob found, LogQuery query, ChannelWriter<Answer<MlLogEvent>> answers, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var lines = found.Provider.ReadLogAsync(found.Job, query, stop).GetAsyncEnumerator(stop);
        while (true)
        {
            MlOpsException? failure = null;
            try
            {
                if (!await lines.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                failure = ProviderFailure.From(found.Provider, e);
            }

            if (failure is not null)
            {
                await answers.WriteAsync(new(failure), stop).ConfigureAwait(false);
                break;
            }

            yield return lines.Current;
        }
    }
}
