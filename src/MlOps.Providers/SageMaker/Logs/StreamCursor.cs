using System.Runtime.CompilerServices;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>
/// Reads one stream forwards and remembers how far: the token that the service gave, which is good for new events as long as the service takes it, and the time of the last event
/// and how many of that time there were, to find the place again when it does not.
/// </summary>
internal sealed class StreamCursor(ILogsClient logs, LogScope scope, string stream, int? pageSize)
{
    // So many tokens that are refused one after the other, without a new event in between, have not expired.
    private const int MostRefusals = 10;

    private long _start = scope.Start;
    private string? _token;
    private long _lastTime = -1;
    private int _ofLastTime;
    private int _toSkip;
    private int _refusals;

    /// <summary>Makes a cursor that stands behind events that were read in another way.</summary>
    /// <param name="logs">The service.</param>
    /// <param name="scope">The job.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="token">The token for what comes after them.</param>
    /// <param name="read">The events, at least all of the last one's time.</param>
    /// <returns>The cursor.</returns>
    public static StreamCursor Behind(ILogsClient logs, LogScope scope, string stream, string? token, IEnumerable<LogEvent> read)
    {
        var cursor = new StreamCursor(logs, scope, stream, null) { _token = token };
        foreach (var logEvent in read)
        {
            cursor.Count(logEvent);
        }

        if (token is null)
        {
            cursor.GoOnByTime();
        }

        return cursor;
    }

    /// <summary>Reads what is there and was not read before. Has to be read to its end, or lines are lost.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines.</returns>
    public async IAsyncEnumerable<MlLogEvent> ReadAvailableAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var sent = _token;
            if (await GetPageAsync(cancellationToken).ConfigureAwait(false) is not { } page)
            {
                if (sent is not null && _token is null)
                {
                    continue;
                }

                break;
            }

            _token = page.NextForwardToken ?? sent;
            foreach (var logEvent in page.Events ?? [])
            {
                if (!IsNew(logEvent))
                {
                    continue;
                }

                foreach (var line in LogLines.Of(scope.Job, stream, logEvent))
                {
                    yield return line;
                }
            }

            // Not an empty page but a token that stays the same is the end.
            if (_token == sent)
            {
                break;
            }
        }
    }

    /// <summary>Asks for the next page.</summary>
    /// <returns>The page; <see langword="null"/> when there is no such stream, or when the token was not taken: it is dropped then.</returns>
    private async Task<GetLogEventsResponse?> GetPageAsync(CancellationToken cancellationToken)
    {
        var request = new GetLogEventsRequest
        {
            LogGroupName = LogScope.Group,
            LogStreamName = stream,
            StartTime = _start,
            StartFromHead = true,
            NextToken = _token,
            Limit = pageSize,
        };
        try
        {
            var page = await logs.GetLogEventsAsync(request, cancellationToken).ConfigureAwait(false);
            _refusals = _token is null ? _refusals : 0;
            return page;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.InvalidArgument && _token is not null && _refusals < MostRefusals)
        {
            // A token lives for a day, which a silent job may outlast.
            _refusals++;
            GoOnByTime();
            return null;
        }
    }

    private void GoOnByTime()
    {
        _token = null;
        _start = Math.Max(_start, _lastTime);
        _toSkip = _ofLastTime;
    }

    private bool IsNew(LogEvent logEvent)
    {
        if (logEvent.Timestamp < _start)
        {
            return false;
        }

        if (_toSkip > 0 && logEvent.Timestamp == _lastTime)
        {
            _toSkip--;
            return false;
        }

        Count(logEvent);
        _refusals = 0;
        return true;
    }

    private void Count(LogEvent logEvent)
    {
        if (logEvent.Timestamp > _lastTime)
        {
            (_lastTime, _ofLastTime, _toSkip) = (logEvent.Timestamp, 1, 0);
        }
        else if (logEvent.Timestamp == _lastTime)
        {
            _ofLastTime++;
        }
    }
}
