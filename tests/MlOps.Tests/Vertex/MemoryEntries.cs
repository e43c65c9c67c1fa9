using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Providers.Vertex.Logs;
using MlOps.Tests.SageMaker.Logs;

namespace MlOps.Tests.Vertex;

/// <summary>
/// Cloud Logging in memory, by the documented rules: entries in the order of time and then of id, which may be seen late; pages that may be short or empty before the end; a page token
/// that is good for the request it was given for alone.
/// </summary>
internal sealed partial class MemoryEntries(VirtualClock clock, int seed = 0) : ILoggingClient
{
    private readonly Random _random = new(seed);
    private readonly List<(LogEntry Entry, DateTimeOffset Visible)> _entries = [];
    private readonly List<(string Request, (DateTimeOffset Time, string Id)? Last)> _tokens = [];
    private int _failuresInARow;

    /// <summary>The share of calls that fail in a way that passes.</summary>
    public double Failures { get; init; }

    /// <summary>The share of pages that are empty, or hold less than there is.</summary>
    public double OddPages { get; init; }

    public int PageSize { get; init; } = 1000;

    /// <summary>What a call takes.</summary>
    public TimeSpan Latency { get; init; }

    public List<ListLogEntriesRequest> Calls { get; } = [];

    /// <summary>Adds an entry.</summary>
    /// <param name="time">When it was written.</param>
    /// <param name="message">What it says.</param>
    /// <param name="visible">When the service shows it; at once if it is not given.</param>
    /// <param name="task">The replica.</param>
    public void Add(DateTimeOffset time, string message, DateTimeOffset? visible = null, string task = "workerpool0-0") => _entries.Add((
        new()
        {
            // Ids of one time are in no order that says anything, and those of two replicas may be the same.
            InsertId = ((_entries.Count * 7919) % 10_007).ToString("D5", CultureInfo.InvariantCulture),
            Timestamp = time,
            TextPayload = message,
            Resource = new() { Labels = new Dictionary<string, string> { ["task_name"] = task, ["job_id"] = "987" } },
        },
        visible ?? DateTimeOffset.MinValue));

    public Task<ListLogEntriesResponse> ListEntriesAsync(ListLogEntriesRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(request);
        Assert.InRange(Calls.Count, 1, 100_000);
        clock.Advance(Latency);
        if (_random.NextDouble() < Failures && _failuresInARow < 3)
        {
            _failuresInARow++;
            return Task.FromException<ListLogEntriesResponse>(new MlOpsException(_random.Next(2) == 0 ? ErrorCode.Throttled : ErrorCode.ProviderError, "not now"));
        }

        _failuresInARow = 0;
        return Task.FromResult(Answer(request));
    }

    /// <summary>All messages, in the order in which the service has them.</summary>
    public IReadOnlyList<string> InOrder() => [.. Ordered(_entries.Select(each => each.Entry)).Select(entry => entry.TextPayload!)];

    private static IEnumerable<LogEntry> Ordered(IEnumerable<LogEntry> entries) => entries.OrderBy(entry => entry.Time).ThenBy(entry => entry.InsertId, StringComparer.Ordinal);

    private ListLogEntriesResponse Answer(ListLogEntriesRequest request)
    {
        Assert.Equal(["projects/my-project"], request.ResourceNames);
        Assert.InRange(request.PageSize, 1, 1000);
        Assert.Contains("resource.type=\"ml_job\" AND resource.labels.job_id=\"987\"", request.Filter, StringComparison.Ordinal);
        var isNewestFirst = request.OrderBy == "timestamp desc";
        Assert.True(isNewestFirst || request.OrderBy == "timestamp asc");
        var from = Bound(From(), request.Filter) ?? throw new InvalidOperationException("Without a time, the service looks through the last day.");
        var to = Bound(To(), request.Filter) ?? DateTimeOffset.MaxValue;
        var found = Ordered(_entries.Where(each => each.Visible <= clock.Now && each.Entry.Time >= from && each.Entry.Time <= to).Select(each => each.Entry)).ToList();
        if (isNewestFirst)
        {
            found.Reverse();
        }

        var what = $"{request.Filter} {request.OrderBy}";
        (DateTimeOffset Time, string Id)? last = null;
        if (request.PageToken is { } token)
        {
            (var of, last) = _tokens[int.Parse(token, CultureInfo.InvariantCulture)];
            Assert.Equal(of, what);
            var order = isNewestFirst ? -1 : 1;
            found = [.. found.Where(entry => last is not { } position || Compare(entry, position) * order > 0)];
        }

        var size = Math.Min(request.PageSize, PageSize);
        var page = found.Take(_random.NextDouble() < OddPages ? _random.Next(Math.Min(3, size + 1)) : size).ToList();
        last = page.Count > 0 ? (page[^1].Time, page[^1].InsertId!) : last;
        if (page.Count == found.Count)
        {
            return new() { Entries = page.Count == 0 ? null : page };
        }

        _tokens.Add((what, last));
        return new() { Entries = page.Count == 0 ? null : page, NextPageToken = (_tokens.Count - 1).ToString(CultureInfo.InvariantCulture) };
    }

    private static int Compare(LogEntry entry, (DateTimeOffset Time, string Id) position) =>
        entry.Time.CompareTo(position.Time) is not 0 and var byTime ? byTime : string.CompareOrdinal(entry.InsertId, position.Id);

    private static DateTimeOffset? Bound(Regex regex, string filter) =>
        regex.Match(filter) is { Success: true } match ? DateTimeOffset.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"timestamp>=""([^""]+)""")]
    private static partial Regex From();

    [GeneratedRegex(@"timestamp<=""([^""]+)""")]
    private static partial Regex To();
}
