using System.Runtime.CompilerServices;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>Reads the lines of a log that a pattern lets through, which the service looks for.</summary>
internal sealed class FilteredLog
{
    private readonly ILogsClient _logs;
    private readonly LogScope _scope;
    private readonly string _filterPattern;
    private readonly RecentIds _given = new();
    private FilterLogEventsResponse _page;
    private long _lastTime;
    private long _askedFrom;
    private bool _gotOn = true;

    private FilteredLog(ILogsClient logs, LogScope scope, string filterPattern, FilterLogEventsResponse firstPage) =>
        (_logs, _scope, _filterPattern, _page, _lastTime, _askedFrom) = (logs, scope, filterPattern, firstPage, scope.Start, scope.Start);

    /// <summary>Begins to read.</summary>
    /// <param name="logs">The service.</param>
    /// <param name="scope">The job.</param>
    /// <param name="filterPattern">The pattern, in the service's syntax.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The log; <see langword="null"/> when the service does not take the pattern.</returns>
    public static async Task<FilteredLog?> OpenAsync(ILogsClient logs, LogScope scope, string filterPattern, CancellationToken cancellationToken)
    {
        try
        {
            var first = await logs.FilterLogEventsAsync(Request(scope, filterPattern, scope.Start, null), cancellationToken).ConfigureAwait(false);
            return new(logs, scope, filterPattern, first);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            return new(logs, scope, filterPattern, new());
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.InvalidArgument)
        {
            return null;
        }
    }

    /// <summary>Reads the lines.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines, of all streams together, in the order of time.</returns>
    public async IAsyncEnumerable<MlLogEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var logEvent in _page.Events ?? [])
            {
                if (logEvent.Timestamp < _scope.Start || (logEvent.EventId is { } id && !_given.Add(id)))
                {
                    continue;
                }

                _gotOn = true;
                _lastTime = Math.Max(_lastTime, logEvent.Timestamp);
                foreach (var line in LogLines.Of(_scope.Job, logEvent.LogStreamName ?? "", logEvent))
                {
                    yield return line;
                }
            }

            // A page without events is not the end: the service stops searching after a while and goes on when it is asked.
            if (_page.NextToken is not { } token)
            {
                break;
            }

            _page = await NextAsync(token, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<FilterLogEventsResponse> NextAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            // The token belongs to the times it was asked with.
            return await _logs.FilterLogEventsAsync(Request(_scope, _filterPattern, _askedFrom, token), cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.InvalidArgument && _gotOn)
        {
            // A token lives for a day, and who reads may pause for longer. When it was not that, nothing new is found this way, and the next refusal is thrown. The events of that millisecond which were given are known by their ids.
            _gotOn = false;
            _askedFrom = _lastTime;
            return await _logs.FilterLogEventsAsync(Request(_scope, _filterPattern, _askedFrom, null), cancellationToken).ConfigureAwait(false);
        }
    }

    private static FilterLogEventsRequest Request(LogScope scope, string filterPattern, long start, string? token) => new()
    {
        LogGroupName = LogScope.Group,
        LogStreamNamePrefix = scope.Prefix,
        FilterPattern = filterPattern,
        StartTime = start,
        EndTime = scope.End,
        NextToken = token,
    };
}
