namespace MlOps.Providers.SageMaker.Logs;

/// <summary>The last lines of a job's log, whichever streams they are in.</summary>
/// <param name="Lines">The lines, in the order of time.</param>
/// <param name="Cursors">For each stream that was there, where it goes on.</param>
internal sealed record LogTail(IReadOnlyList<MlLogEvent> Lines, IReadOnlyDictionary<string, StreamCursor> Cursors)
{
    private const int AtOnce = 8;

    // One line is asked for to decorate the progress of a wait, again and again.
    private const int StreamsForOneLine = 5;

    /// <summary>Reads the last lines.</summary>
    /// <param name="logs">The service.</param>
    /// <param name="scope">The job.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="follow">Whether the log will be read on from here.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines.</returns>
    public static async Task<LogTail> ReadAsync(ILogsClient logs, LogScope scope, int count, bool follow, CancellationToken cancellationToken)
    {
        var streams = await LogStreams.ListAsync(logs, scope, cancellationToken).ConfigureAwait(false);
        if (count == 1 && !follow)
        {
            streams = Latest(streams);
        }

        IReadOnlyList<MlLogEvent> lines = [];
        var cursors = new Dictionary<string, StreamCursor>(StringComparer.Ordinal);
        foreach (var some in streams.Chunk(AtOnce))
        {
            var tails = await Task.WhenAll(some.Select(stream => StreamTail.ReadAsync(logs, scope, stream.LogStreamName, count, follow, cancellationToken))).ConfigureAwait(false);

            // The sort is stable: what is of one time stays in the order of the streams. Nothing beyond the count is kept, however many streams there are.
            lines = [.. lines.Concat(tails.SelectMany(tail => Lines(tail).TakeLast(count))).OrderBy(line => line.Time).TakeLast(count)];
            foreach (var tail in follow ? tails : [])
            {
                cursors[tail.Stream] = StreamCursor.Behind(logs, scope, tail.Stream, tail.Next, tail.Events);
            }
        }

        return new(lines, cursors);

        IEnumerable<MlLogEvent> Lines(StreamTail tail) => tail.Events.SelectMany(each => LogLines.Of(scope.Job, tail.Stream, each));
    }

    /// <summary>The streams that were written last, as far as the service knows: that may be an hour old, and of a stream that has just begun it knows nothing.</summary>
    private static IReadOnlyList<LogStream> Latest(IReadOnlyList<LogStream> streams) => streams.Count <= StreamsForOneLine
        ? streams
        : [.. streams.OrderByDescending(stream => stream.LastEventTimestamp ?? long.MaxValue).Take(StreamsForOneLine).OrderBy(stream => stream.LogStreamName, StringComparer.Ordinal)];
}
