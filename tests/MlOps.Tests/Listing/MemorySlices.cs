using System.Globalization;
using MlOps.Providers.Listing;

namespace MlOps.Tests.Listing;

/// <summary>A service's list in memory: pages of a range of time, the newest first.</summary>
internal sealed class MemorySlices(IEnumerable<DateTimeOffset> times) : ISliceSource<MemorySlices.Item>
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Item[] _items = [.. times.OrderDescending().Select((time, i) => new Item(i, time))];
    private readonly Lock _gate = new();
    private readonly HashSet<int> _seen = [];
    private int _current;

    public int PageSize { get; init; } = 5;

    /// <summary>Whether pages come the newest first; if not, in an order that has nothing to do with time.</summary>
    public bool IsSorted { get; init; } = true;

    /// <summary>What is said of the number of items, from what it is; <see langword="null"/> for nothing.</summary>
    public Func<long, long?> Total { get; init; } = count => count;

    /// <summary>Whether every other page is empty and goes on.</summary>
    public bool HasEmptyPages { get; init; }

    /// <summary>How much more than the range is given, at both ends.</summary>
    public TimeSpan Margin { get; init; }

    /// <summary>What is said to be the oldest, from what it is.</summary>
    public Func<DateTimeOffset?, DateTimeOffset?> Oldest { get; init; } = oldest => oldest;

    /// <summary>Fails the call of this number.</summary>
    public int? FailAt { get; init; }

    /// <summary>Lets an answer take so many turns of other work.</summary>
    public Func<int, Task> Delay { get; init; } = async _ => await Task.Yield();

    public IReadOnlyList<Item> Items => _items;

    public int Calls { get; private set; }

    /// <summary>The most calls at once.</summary>
    public int Peak { get; private set; }

    /// <summary>Calls that have not ended.</summary>
    public int Current => _current;

    /// <summary>How many items were on any page so far.</summary>
    public int Seen
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count;
            }
        }
    }

    public IReadOnlyList<TimeRange> Begin(TimeRange range)
    {
        if (IsSorted)
        {
            return [range];
        }

        var beginning = range.From ?? s_now.AddYears(-8);
        DateTimeOffset[] cuts = [.. new[] { 1, 60, 24 * 60, 60 * 24 * 60 }.Select(minutes => s_now.AddMinutes(-minutes)).Where(time => time > beginning && (range.To is not { } to || time < to))];
        return [.. cuts.Append(beginning).Select((from, i) => new TimeRange(from, i == 0 ? range.To : cuts[i - 1]))];
    }

    public async Task<ListPage<Item>> ReadPageAsync(TimeRange range, string? token, CancellationToken cancellationToken)
    {
        int call;
        lock (_gate)
        {
            call = ++Calls;
            Peak = Math.Max(Peak, ++_current);
        }

        try
        {
            await Delay(call);
            cancellationToken.ThrowIfCancellationRequested();
            if (call == FailAt)
            {
                throw new InvalidDataException("The call failed.");
            }

            return Page(range, token);
        }
        finally
        {
            lock (_gate)
            {
                _current--;
            }
        }
    }

    public async Task<DateTimeOffset?> FindOldestAsync(CancellationToken cancellationToken)
    {
        await Delay(0);
        return Oldest(_items.Length == 0 ? null : _items[^1].CreatedAt);
    }

    public DateTimeOffset CreatedAt(Item item) => item.CreatedAt;

    public string Id(Item item) => item.Number.ToString(CultureInfo.InvariantCulture);

    private ListPage<Item> Page(TimeRange range, string? token)
    {
        var wide = new TimeRange(range.From - Margin, range.To + Margin);
        var all = _items.Where(item => wide.Contains(item.CreatedAt)).ToArray();
        if (!IsSorted)
        {
            all = [.. all.OrderBy(item => item.Number * 7919 % 10007)];
        }

        // The token says how far the list has come, and whether an empty page was given there.
        var (from, wasEmpty) = token is null ? (0, false) : (int.Parse(token.TrimEnd('e'), CultureInfo.InvariantCulture), token.EndsWith('e'));
        if (HasEmptyPages && !wasEmpty)
        {
            return new([], $"{from}e", Total(all.Length));
        }

        var page = all[from..Math.Min(from + PageSize, all.Length)];
        lock (_gate)
        {
            _seen.UnionWith(page.Select(item => item.Number));
        }

        var next = from + page.Length;
        return new(page, next < all.Length ? $"{next}" : null, Total(all.Length));
    }

    internal sealed record Item(int Number, DateTimeOffset CreatedAt);
}
