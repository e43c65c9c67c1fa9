using System.Runtime.CompilerServices;
using MlOps.Providers.Logs;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>Reads the logs of training jobs. The lines of all instances are one log, in the order of time.</summary>
/// <param name="logs">The service.</param>
/// <param name="timings">How a log is followed.</param>
/// <param name="clock">The time; <see langword="null"/> for the system's.</param>
internal sealed class TrainingLog(ILogsClient logs, LogTimings timings, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Reads a log.</summary>
    /// <param name="job">The job as it was found.</param>
    /// <param name="query">Which part of it. A pattern is heeded only where the service can look for it, and then not to the letter: who asks looks again.</param>
    /// <param name="refresh">Gives the job as it is now; asked while following only.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines, as they arrive. A job that has written nothing yet has none.</returns>
    /// <exception cref="MlOpsException">The job is a tuning job, or the log cannot be read.</exception>
    public async IAsyncEnumerable<MlLogEvent> ReadAsync(
        MlJob job, LogQuery query, Func<CancellationToken, Task<MlJob>> refresh, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (job.Kind == MlJobKind.Tuning)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The tuning job '{job.Name}' has no log of its own: the training jobs that it started have.",
                $"Read theirs: Get-MlJob {job.Name}* -Kind Training | Get-MlJobLog",
                job);
        }

        var scope = LogScope.Of(job, query.Since);
        var lines = query.Follow ? new LogFollower(logs, scope, timings, _clock).FollowAsync(query.Tail, refresh, cancellationToken)
            : query.Tail is { } count ? TailAsync(scope, count, cancellationToken)
            : await TryFilterAsync(scope, query.Pattern, cancellationToken).ConfigureAwait(false) ?? WholeAsync(scope, cancellationToken);
        await foreach (var line in lines.ConfigureAwait(false))
        {
            yield return line;
        }
    }

    private async IAsyncEnumerable<MlLogEvent> TailAsync(LogScope scope, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (count > 0)
        {
            var tail = await LogTail.ReadAsync(logs, scope, count, follow: false, cancellationToken).ConfigureAwait(false);
            foreach (var line in tail.Lines)
            {
                yield return line;
            }
        }
    }

    private async Task<IAsyncEnumerable<MlLogEvent>?> TryFilterAsync(LogScope scope, string? pattern, CancellationToken cancellationToken)
    {
        if (pattern is null || !FilterPattern.TryTranslate(pattern, out var filterPattern))
        {
            return null;
        }

        var found = await FilteredLog.OpenAsync(logs, scope, filterPattern, cancellationToken).ConfigureAwait(false);
        return found?.ReadAsync(cancellationToken);
    }

    private async IAsyncEnumerable<MlLogEvent> WholeAsync(LogScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var streams = await LogStreams.ListAsync(logs, scope, cancellationToken).ConfigureAwait(false);
        var cursors = streams.Select(stream => new StreamCursor(logs, scope, stream.LogStreamName, LogStreams.PageSize(streams.Count)));
        await foreach (var line in LogMerge.ByTime([.. cursors.Select(cursor => cursor.ReadAvailableAsync(cancellationToken))], null, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }
}
