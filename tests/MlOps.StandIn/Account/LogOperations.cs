using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>The operations of CloudWatch Logs.</summary>
internal sealed class LogOperations(AccountState state)
{
    private const int PageBytes = 1024 * 1024;

    /// <summary>Bytes that the service counts for an event beside its message.</summary>
    private const int EventBytes = 26;

    /// <summary>The service refuses to read backwards from before this moment: 2024-01-01.</summary>
    private const long EarliestBackwards = 1704067200000;

    public ServiceAnswer DescribeLogStreams(JsonObject request)
    {
        CheckGroup(request);
        var prefix = Text(request, "logStreamNamePrefix");
        var byTime = Text(request, "orderBy") == "LastEventTime";
        if (byTime && prefix is not null)
        {
            throw ServiceException.InvalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var streams = state.Logs.Streams.Where(stream => stream.Key.StartsWith(prefix ?? "", StringComparison.Ordinal));
        streams = byTime ? streams.OrderBy(stream => stream.Value.Count == 0 ? 0 : stream.Value[^1].Timestamp) : streams;
        streams = request["descending"]?.GetValue<bool>() == true ? streams.Reverse() : streams;
        var (page, next) = Page.Cut([.. streams], Text(request, "nextToken"), state.PageSize(request["limit"]?.GetValue<int>() ?? 50), stream => stream.Key);
        return Answer(new()
        {
            ["logStreams"] = new JsonArray([.. page.Select(stream => Shown(stream.Key, stream.Value))]),
        }, next);
    }

    public ServiceAnswer GetLogEvents(JsonObject request)
    {
        CheckGroup(request);
        var events = Stream(Text(request, "logStreamName")!);
        var (since, until) = (request["startTime"]?.GetValue<long>() ?? 0, request["endTime"]?.GetValue<long>() ?? long.MaxValue);
        var fromHead = request["startFromHead"]?.GetValue<bool>() ?? false;
        var limit = state.PageSize(request["limit"]?.GetValue<int>() ?? 10_000);
        var sent = LogToken.Parse(Text(request, "nextToken"));
        if (sent is { Forward: true } && !fromHead)
        {
            throw ServiceException.InvalidParameter("The specified nextToken is a forward token: startFromHead has to be true.");
        }

        var forward = sent?.Forward ?? fromHead;
        bool InRange(LogEvent line) => line.Timestamp >= since && line.Timestamp < until;
        var start = forward ? sent?.Index ?? 0 : Math.Min(sent?.Index ?? events.Count, events.Count);
        var picked = new List<LogEvent>();
        var (first, last) = (start, start);
        var bytes = 0;
        for (var i = forward ? start : start - 1; i >= 0 && i < events.Count && picked.Count < limit; i += forward ? 1 : -1)
        {
            if (InRange(events[i]))
            {
                bytes += EventBytes + Encoding.UTF8.GetByteCount(events[i].Message);
                if (bytes > PageBytes && picked.Count > 0)
                {
                    break;
                }

                picked.Add(events[i]);
            }

            (first, last) = forward ? (first, i + 1) : (i, last);
        }

        if (!forward)
        {
            picked.Reverse();
        }

        var (backwardToken, forwardToken) = (new LogToken(false, first, 0), new LogToken(true, last, 0));
        if (picked.Count == 0 && sent is not null)
        {
            // The end: the token that was sent comes back.
            (backwardToken, forwardToken) = forward ? (backwardToken, sent) : (sent, forwardToken);
        }
        else if (picked.Count > 0 && state.Options.EmptyLogPages && (sent?.Visits ?? 0) == 0)
        {
            picked.Clear();
            (backwardToken, forwardToken) = forward
                ? (new LogToken(false, start, 0), new LogToken(true, start, 1))
                : (new LogToken(false, start, 1), new LogToken(true, start, 0));
        }

        return ServiceAnswer.Ok(new JsonObject
        {
            ["events"] = new JsonArray([.. picked.Select(line => new JsonObject { ["timestamp"] = line.Timestamp, ["message"] = line.Message, ["ingestionTime"] = line.IngestionTime })]),
            ["nextForwardToken"] = forwardToken.ToString(),
            ["nextBackwardToken"] = backwardToken.ToString(),
        });
    }

    public ServiceAnswer FilterLogEvents(JsonObject request)
    {
        CheckGroup(request);
        var names = (request["logStreamNames"] as JsonArray)?.Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var prefix = Text(request, "logStreamNamePrefix");
        if (names is not null && prefix is not null)
        {
            throw ServiceException.InvalidParameter("Only one of logStreamNames and logStreamNamePrefix may be given.");
        }

        foreach (var name in names ?? [])
        {
            Stream(name);
        }

        var (since, until) = (request["startTime"]?.GetValue<long>() ?? 0, request["endTime"]?.GetValue<long>() ?? long.MaxValue);
        var backwards = request["startFromHead"]?.GetValue<bool>() == false;
        if (backwards && since < EarliestBackwards)
        {
            throw ServiceException.InvalidParameter("startFromHead false needs a startTime of 2024-01-01 or later.");
        }

        var matches = LogPattern.Parse(Text(request, "filterPattern"));
        var streams = state.Logs.Streams.Where(stream => names?.Contains(stream.Key) ?? stream.Key.StartsWith(prefix ?? "", StringComparison.Ordinal));
        var events = streams
            .SelectMany(stream => stream.Value)
            .Where(line => line.Timestamp >= since && line.Timestamp <= until)
            .OrderBy(line => line.Timestamp).ThenBy(line => line.IngestionTime).ThenBy(line => line.Number)
            .ToList();
        if (backwards)
        {
            events.Reverse();
        }

        // The token is the id of the last event that was looked at.
        var token = Text(request, "nextToken");
        var start = token is null ? 0 : events.FindIndex(line => line.Id == token) + 1;
        if (token is not null && start == 0)
        {
            throw ServiceException.InvalidParameter("The specified nextToken is invalid.");
        }

        var limit = state.PageSize(request["limit"]?.GetValue<int>() ?? 10_000);
        var picked = new List<LogEvent>();
        var (i, bytes) = (start, 0);
        for (; i < events.Count && picked.Count < limit && i - start < (state.Options.FilterScan ?? int.MaxValue); i++)
        {
            if (matches(events[i].Message))
            {
                bytes += EventBytes + Encoding.UTF8.GetByteCount(events[i].Message);
                if (bytes > PageBytes && picked.Count > 0)
                {
                    break;
                }

                picked.Add(events[i]);
            }
        }

        return Answer(new()
        {
            ["events"] = new JsonArray([.. picked.Select(line => new JsonObject
            {
                ["logStreamName"] = line.Stream,
                ["timestamp"] = line.Timestamp,
                ["message"] = line.Message,
                ["ingestionTime"] = line.IngestionTime,
                ["eventId"] = line.Id,
            })]),
            ["searchedLogStreams"] = new JsonArray(),
        }, i < events.Count ? events[i - 1].Id : null);
    }

    private static string? Text(JsonObject request, string member) => request[member]?.GetValue<string>();

    private static ServiceAnswer Answer(JsonObject body, string? nextToken)
    {
        if (nextToken is not null)
        {
            body["nextToken"] = nextToken;
        }

        return ServiceAnswer.Ok(body);
    }

    private void CheckGroup(JsonObject request)
    {
        var (name, identifier) = (Text(request, "logGroupName"), Text(request, "logGroupIdentifier"));
        if ((name is null) == (identifier is null))
        {
            throw ServiceException.InvalidParameter("Exactly one of logGroupName and logGroupIdentifier has to be given.");
        }

        var group = name ?? identifier![(identifier!.LastIndexOf(':') + 1)..];
        if (group != LogStore.Group || !state.Logs.GroupExists)
        {
            throw new ServiceException("ResourceNotFoundException", "The specified log group does not exist.");
        }
    }

    private List<LogEvent> Stream(string name) =>
        state.Logs.Streams.GetValueOrDefault(name) ?? throw new ServiceException("ResourceNotFoundException", "The specified log stream does not exist.");

    private JsonObject Shown(string name, List<LogEvent> events)
    {
        var stream = new JsonObject
        {
            ["logStreamName"] = name,
            ["creationTime"] = events.Count == 0 ? state.Now.ToUnixTimeMilliseconds() : events[0].IngestionTime,
            ["arn"] = string.Create(CultureInfo.InvariantCulture, $"arn:aws:logs:{state.Options.Region}:{AccountState.Number}:log-group:{LogStore.Group}:log-stream:{name}"),
            ["storedBytes"] = 0,
        };
        if (events.Count > 0)
        {
            stream["firstEventTimestamp"] = events[0].Timestamp;
            stream["lastEventTimestamp"] = events[^1].Timestamp;
            stream["lastIngestionTime"] = events[^1].IngestionTime;
        }

        return stream;
    }
}
