namespace MlOps.Providers.SageMaker.Logs;

/// <summary>The last events of one stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Events">The events, the oldest first: as many as were asked for, or some more, or all there are.</param>
/// <param name="Next">The token for what comes after them.</param>
internal sealed record StreamTail(string Stream, IReadOnlyList<LogEvent> Events, string? Next)
{
    private const int MostOfPage = 10_000;

    // While following, events of the last millisecond are counted. So many are nearly always more than those.
    private const int LeastWhileFollowing = 100;

    /// <summary>Reads a stream backwards.</summary>
    /// <param name="logs">The service.</param>
    /// <param name="scope">The job.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="count">How many events are wanted.</param>
    /// <param name="follow">Whether it will be read on from here, for which every event of the last one's time has to be known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The events.</returns>
    public static async Task<StreamTail> ReadAsync(ILogsClient logs, LogScope scope, string stream, int count, bool follow, CancellationToken cancellationToken)
    {
        var pages = new Stack<IReadOnlyList<LogEvent>>();
        var read = 0;
        long? lastTime = null, firstTime = null;
        string? next = null, sent, token = null;
        do
        {
            sent = token;
            GetLogEventsResponse page;
            try
            {
                page = await logs.GetLogEventsAsync(Request(sent), cancellationToken).ConfigureAwait(false);
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
            {
                break;
            }

            // That of the newest page leads to what is written after now, whatever older pages are read yet.
            next ??= page.NextForwardToken;
            token = page.NextBackwardToken;
            IReadOnlyList<LogEvent> events = [.. (page.Events ?? []).Where(each => each.Timestamp >= scope.Start)];
            if (events.Count > 0)
            {
                pages.Push(events);
                read += events.Count;
                lastTime ??= events[^1].Timestamp;
                firstTime = events[0].Timestamp;
            }
        }
        while (token is not null && token != sent && (read < count || (follow && firstTime == lastTime)));

        return new(stream, [.. pages.SelectMany(page => page)], next);

        GetLogEventsRequest Request(string? backward) => new()
        {
            LogGroupName = LogScope.Group,
            LogStreamName = stream,
            StartTime = scope.Start,
            StartFromHead = false,
            NextToken = backward,
            Limit = Math.Clamp(count, follow ? LeastWhileFollowing : 1, MostOfPage),
        };
    }
}
