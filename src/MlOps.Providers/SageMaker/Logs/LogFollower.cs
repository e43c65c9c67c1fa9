using System.Runtime.CompilerServices;
using MlOps.Providers.Logs;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>Follows a job's log until the job has ended and its last lines are out.</summary>
internal sealed class LogFollower(ILogsClient logs, LogScope scope, LogTimings timings, TimeProvider clock)
{
    private readonly PassingFailures _failures = new(timings.Follow, clock);
    private readonly PatientLogsClient _logs = new(logs, new(timings.Follow, clock));
    private readonly SortedDictionary<string, StreamCursor> _cursors = new(StringComparer.Ordinal);
    private long? _discovered;

    /// <summary>Reads the log.</summary>
    /// <param name="tail">How many of the lines that are there now; <see langword="null"/> for all.</param>
    /// <param name="refresh">Gives the job as it is now.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines, those of one look in the order of time.</returns>
    public async IAsyncEnumerable<MlLogEvent> FollowAsync(int? tail, Func<CancellationToken, Task<MlJob>> refresh, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = new JobEnd(scope.Job, token => _failures.RepeatAsync(refresh, token), timings, clock);
        if (tail is { } count)
        {
            var last = await LogTail.ReadAsync(_logs, scope, count, follow: true, cancellationToken).ConfigureAwait(false);
            foreach (var (name, cursor) in last.Cursors)
            {
                _cursors.Add(name, cursor);
            }

            foreach (var line in last.Lines)
            {
                yield return line;
            }
        }

        while (true)
        {
            // The state before the lines: what was written before the end is there to be seen, or late.
            var hasEnded = end.HasEnded;
            await DiscoverAsync(atOnce: hasEnded, cancellationToken).ConfigureAwait(false);
            var foundLines = false;
            await foreach (var line in LogMerge.ByTime([.. _cursors.Values.Select(cursor => cursor.ReadAvailableAsync(cancellationToken))], null, cancellationToken).ConfigureAwait(false))
            {
                foundLines = true;
                yield return line;
            }

            if (hasEnded && end.IsComplete(foundLines))
            {
                break;
            }

            await end.AskAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(timings.Follow, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds streams that are new. It never stops: a restart or a retry makes more of them than there are instances.</summary>
    private async Task DiscoverAsync(bool atOnce, CancellationToken cancellationToken)
    {
        if (!atOnce && _discovered is { } last && clock.GetElapsedTime(last) < timings.Discovery)
        {
            return;
        }

        var streams = await LogStreams.ListAsync(_logs, scope, cancellationToken).ConfigureAwait(false);
        foreach (var stream in streams)
        {
            if (!_cursors.ContainsKey(stream.LogStreamName))
            {
                _cursors.Add(stream.LogStreamName, new(_logs, scope, stream.LogStreamName, LogStreams.PageSize(streams.Count)));
            }
        }

        _discovered = clock.GetTimestamp();
    }
}
