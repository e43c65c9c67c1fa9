using System.Globalization;
using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Tests.SageMaker.Logs;

/// <summary>
/// CloudWatch Logs in memory, by the documented rules: the end is a token that comes back as it was sent, pages may be partial or empty before that, a forward token is good for
/// later events, tokens expire, a stream is there when its first event is.
/// </summary>
internal sealed class MemoryLogs(VirtualClock clock, int seed = 0) : ILogsClient
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, List<MemoryLogEvent>> _streams = new(StringComparer.Ordinal);
    private int _issued;
    private int _failuresInARow;

    /// <summary>The share of calls that fail in a way that passes.</summary>
    public double Failures { get; init; }

    /// <summary>How many fail one after the other at most.</summary>
    public int MostFailuresInARow { get; init; } = 3;

    /// <summary>The share of pages that are empty, or hold less than there is.</summary>
    public double OddPages { get; init; }

    public TimeSpan TokenLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What every call throws, if anything.</summary>
    public Func<string, MlOpsException?> Refusal { get; set; } = _ => null;

    public int PageSize { get; init; } = 10_000;

    /// <summary>How many streams a page of names holds.</summary>
    public int NamesPerPage { get; init; } = 50;

    /// <summary>Whether the last event of a page comes again with the next.</summary>
    public bool RepeatsEvents { get; init; }

    /// <summary>Whether it knows the times of the last events.</summary>
    public bool KnowsLastEvents { get; init; } = true;

    /// <summary>The calls that were made: the operation, and the stream or the pattern.</summary>
    public List<(string Operation, string? Subject)> Calls { get; } = [];

    public int Expired { get; private set; }

    /// <summary>Adds an event to a stream.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="time">When it was written; not before the last one of the stream.</param>
    /// <param name="message">What it says.</param>
    /// <param name="visible">When the service shows it; at once if it is not given.</param>
    public void Add(string stream, DateTimeOffset time, string message, DateTimeOffset? visible = null)
    {
        lock (_lock)
        {
            if (!_streams.TryGetValue(stream, out var events))
            {
                _streams[stream] = events = [];
            }

            events.Add(new(time.ToUnixTimeMilliseconds(), message, visible ?? DateTimeOffset.MinValue, $"{stream}#{events.Count:D9}"));
        }
    }

    public Task<DescribeLogStreamsResponse> DescribeLogStreamsAsync(DescribeLogStreamsRequest request, CancellationToken cancellationToken) => AnswerAsync("DescribeLogStreams", request.LogStreamNamePrefix, () =>
    {
        RequireGroup(request.LogGroupName);
        var streams = Visible(request.LogStreamNamePrefix).ToList();
        var skip = request.NextToken is { } token ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        return new DescribeLogStreamsResponse
        {
            LogStreams = [.. streams.Skip(skip).Take(NamesPerPage).Select(stream => new LogStream
            {
                LogStreamName = stream.Name,
                LastEventTimestamp = KnowsLastEvents ? stream.Events[^1].Time : null,
            })],
            NextToken = skip + NamesPerPage < streams.Count ? (skip + NamesPerPage).ToString(CultureInfo.InvariantCulture) : null,
        };
    });

    public Task<GetLogEventsResponse> GetLogEventsAsync(GetLogEventsRequest request, CancellationToken cancellationToken) => AnswerAsync("GetLogEvents", request.LogStreamName, () =>
    {
        RequireGroup(request.LogGroupName);
        Require(request.Limit is null or (>= 1 and <= 10_000), "limit");
        var events = Visible(request.LogStreamName).FirstOrDefault(stream => stream.Name == request.LogStreamName).Events ?? throw Error(ErrorCode.NotFound, "no such stream");
        var first = events.FindIndex(each => each.Time >= (request.StartTime ?? 0));
        first = first < 0 ? events.Count : first;
        var size = Math.Min(request.Limit ?? PageSize, PageSize);
        if (request.NextToken is null)
        {
            return request.StartFromHead == true ? Forward(events, first, size, null) : Backward(events, first, events.Count, size, null);
        }

        var (isForward, index) = Token(request);
        Require(!isForward || request.StartFromHead == true, "startFromHead has to be true with a forward token");
        return isForward ? Forward(events, index, size, request.NextToken) : Backward(events, first, index, size, request.NextToken);
    });

    public Task<FilterLogEventsResponse> FilterLogEventsAsync(FilterLogEventsRequest request, CancellationToken cancellationToken) => AnswerAsync("FilterLogEvents", request.FilterPattern, () =>
    {
        RequireGroup(request.LogGroupName);
        Require(request.FilterPattern is null or { Length: <= 1024 }, "filterPattern");
        var pattern = request.FilterPattern is { } text ? new ReferenceFilterPattern(text) : null;
        var found = Visible(request.LogStreamNamePrefix ?? "")
            .SelectMany(stream => stream.Events.Select(each => (stream.Name, Event: each)))
            .Where(each => each.Event.Time >= (request.StartTime ?? 0) && each.Event.Time <= (request.EndTime ?? long.MaxValue) && pattern?.Matches(each.Event.Message) != false)
            .OrderBy(each => each.Event.Time)
            .ToList();
        var index = 0;
        if (request.NextToken is { } token)
        {
            index = Parse(token);
        }

        var count = IsOdd() ? _random.Next(3) : PageSize;
        var from = RepeatsEvents && index > 0 ? index - 1 : index;
        var next = Math.Min(index + count, found.Count);
        return new FilterLogEventsResponse
        {
            Events = [.. found.Take(from..next).Select(each => each.Event.ToEvent() with { LogStreamName = each.Name, EventId = each.Event.Id })],
            NextToken = next < found.Count ? Issue('n', next) : null,
        };
    });

    private Task<T> AnswerAsync<T>(string operation, string? subject, Func<T> answer)
    {
        lock (_lock)
        {
            Calls.Add((operation, subject));
            if (Refusal(operation) is { } refusal)
            {
                return Task.FromException<T>(refusal);
            }

            if (_random.NextDouble() < Failures && _failuresInARow < MostFailuresInARow)
            {
                _failuresInARow++;
                return Task.FromException<T>(Error(_random.Next(2) == 0 ? ErrorCode.Throttled : ErrorCode.ProviderError, "not now"));
            }

            _failuresInARow = 0;
            try
            {
                return Task.FromResult(answer());
            }
            catch (MlOpsException e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    private GetLogEventsResponse Forward(List<MemoryLogEvent> events, int index, int size, string? sent)
    {
        if (index >= events.Count && sent is not null)
        {
            return new() { Events = [], NextForwardToken = sent, NextBackwardToken = Issue('b', index) };
        }

        var next = Math.Min(events.Count, index + (IsOdd() ? _random.Next(3) : size));
        return new() { Events = [.. events.Take(index..next).Select(each => each.ToEvent())], NextForwardToken = Issue('f', next), NextBackwardToken = Issue('b', index) };
    }

    private GetLogEventsResponse Backward(List<MemoryLogEvent> events, int first, int end, int size, string? sent)
    {
        if (end <= first && sent is not null)
        {
            return new() { Events = [], NextForwardToken = Issue('f', end), NextBackwardToken = sent };
        }

        var begin = Math.Max(first, end - (IsOdd() ? _random.Next(3) : size));
        return new() { Events = [.. events.Take(begin..end).Select(each => each.ToEvent())], NextForwardToken = Issue('f', end), NextBackwardToken = Issue('b', begin) };
    }

    private IEnumerable<(string Name, List<MemoryLogEvent> Events)> Visible(string prefix) =>
        from stream in _streams
        where stream.Key.StartsWith(prefix, StringComparison.Ordinal)
        let events = stream.Value.TakeWhile(each => each.Visible <= clock.Now).ToList()
        where events.Count > 0
        select (stream.Key, events);

    private bool IsOdd() => _random.NextDouble() < OddPages;

    private string Issue(char kind, int index) => $"{kind}/{index}/{clock.Now.Ticks}/{_issued++}";

    private int Parse(string token)
    {
        var parts = token.Split('/');
        if (clock.Now.Ticks - long.Parse(parts[2], CultureInfo.InvariantCulture) > TokenLife.Ticks)
        {
            Expired++;
            throw Error(ErrorCode.InvalidArgument, "The specified nextToken is invalid.");
        }

        return int.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private (bool IsForward, int Index) Token(GetLogEventsRequest request) => (request.NextToken![0] == 'f', Parse(request.NextToken));

    private void RequireGroup(string group)
    {
        if (group != "/aws/sagemaker/TrainingJobs" || !Visible("").Any())
        {
            throw Error(ErrorCode.NotFound, "The specified log group does not exist.");
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw Error(ErrorCode.InvalidArgument, what);
        }
    }

    private static MlOpsException Error(ErrorCode code, string message) => new(code, message);
}
