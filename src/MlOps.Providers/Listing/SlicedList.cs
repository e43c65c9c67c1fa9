using System.Runtime.CompilerServices;

namespace MlOps.Providers.Listing;

/// <summary>
/// Reads a long list, the newest first, in many calls at once. A service gives one page after the other, each of which is asked for with the token of the one before; so the time
/// is cut into slices, each a short list of its own. Where a slice turns out to hold more than a page, the rest of it is cut again, as fine as what the service says of the number in it.
/// </summary>
/// <remarks>What is read ahead of the reader is bounded, and so is memory, however long the list is. Everything is given once, in the order of time.</remarks>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="source">The service's list.</param>
/// <param name="lanes">How many calls at once.</param>
internal sealed class SlicedList<T>(ISliceSource<T> source, int lanes)
{
    /// <summary>How full a slice's page shall be on average: a slice that has a few too many costs a further call, and these are one after the other.</summary>
    private const double Fill = 0.7;

    /// <summary>Into how many parts a slice is cut at most at once, and into how many when nobody knows what is in it.</summary>
    private const int MostParts = 256;

    private const int FewestParts = 4;

    private readonly LinkedList<Node> _nodes = new();
    private readonly HashSet<Task<Node>> _calls = [];

    // Pages that are asked for or there, and not given yet.
    private int _held;

    // Items a second in the slice that was read last; zero while nothing is known.
    private double _density;

    /// <summary>Reads the list.</summary>
    /// <param name="range">The times wanted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The items, the newest first, as they arrive.</returns>
    public async IAsyncEnumerable<T> ReadAsync(TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Where the list begins is asked for beside the first page: without it, the slices would reach back to the service's first day.
        var oldest = range.From is not null || !source.IsSorted ? Task.FromResult(range.From) : source.FindOldestAsync(stop.Token);
        try
        {
            foreach (var slice in source.Begin(range))
            {
                _nodes.AddLast(new Node(slice, null, []));
            }

            while (_nodes.First is { } head)
            {
                Schedule(stop.Token);
                if (head.Value.Items is { } items)
                {
                    foreach (var item in items)
                    {
                        yield return item;
                    }

                    _nodes.Remove(head);
                    _held -= items.Count > 0 ? 1 : 0;
                    continue;
                }

                var ended = await Task.WhenAny(_calls).ConfigureAwait(false);
                _calls.Remove(ended);
                await ExpandAsync(await ended.ConfigureAwait(false), oldest).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_calls.Append<Task>(oldest)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts the calls that are next, as long as there are lanes and what was read ahead is not too much. Where the reader waits is always asked for.</summary>
    private void Schedule(CancellationToken cancellationToken)
    {
        for (var node = _nodes.First; node is not null && _calls.Count < lanes && (_held < (3 * lanes) - 1 || node == _nodes.First); node = node.Next)
        {
            if (!node.Value.IsAsked)
            {
                node.Value.IsAsked = true;
                node.Value.Place = node;
                _held++;
                _calls.Add(AskAsync(node.Value, cancellationToken));
            }
        }
    }

    private async Task<Node> AskAsync(Node node, CancellationToken cancellationToken)
    {
        node.Page = await source.ReadPageAsync(node.Range, node.Token, cancellationToken).ConfigureAwait(false);
        return node;
    }

    /// <summary>Takes in a page and puts what remains of its slice behind it.</summary>
    private async Task ExpandAsync(Node node, Task<DateTimeOffset?> oldest)
    {
        var page = node.Page!;
        node.Page = null;
        if (!source.IsSorted && page is { NextToken: not null, Items.Count: > 0 } && CutUnsorted(node) is { } parts)
        {
            // Which of the slice's items are on the page nobody knows: it only says that there are too many.
            node.Items = [];
            _held--;
            var before = node.Place!;
            foreach (var part in parts)
            {
                before = _nodes.AddAfter(before, part);
            }

            return;
        }

        // Sorted once more: a service that only speaks like another may not heed the order.
        node.Items = [.. page.Items.Where(item => node.Range.Contains(source.CreatedAt(item)) && !node.Known.Contains(source.Id(item))).OrderByDescending(source.CreatedAt)];

        // Pages without anything in them take no room.
        _held -= node.Items.Count > 0 ? 0 : 1;
        if (page.NextToken is not { } token)
        {
            TakeDensity(node, page.Items.Count);
            return;
        }

        var place = node.Place!;
        foreach (var rest in page.Items.Count == 0 || !source.IsSorted ? [new Node(node.Range, token, node.Known, node.Token is null ? page.Total : node.Left) { HasGiven = node.HasGiven || page.Items.Count > 0 }] : await CutAsync(node, page, token, oldest).ConfigureAwait(false))
        {
            place = _nodes.AddAfter(place, rest);
        }
    }

    /// <summary>Takes note of how many items there are in a second, for the slices that follow.</summary>
    private void TakeDensity(Node node, int items)
    {
        if (node.Token is null && node.Range is { From: { } from, To: { } to } && items > 0)
        {
            _density = items / (to - from).TotalSeconds;
        }
    }

    /// <summary>Cuts a slice that holds more than a page of a list without an order; <see langword="null"/> when it is too short.</summary>
    private IEnumerable<Node>? CutUnsorted(Node node)
    {
        if (node.HasGiven || node.Range.From is not { } from)
        {
            return null;
        }

        // The slice of what is new has no end; now will do, and what is newer stays with its newest part.
        var to = node.Range.To ?? TimeRange.After(DateTimeOffset.UtcNow);
        if ((to - from).TotalSeconds < 2)
        {
            return null;
        }

        var expected = _density * (to - from).TotalSeconds / (Fill * source.PageSize);
        var cuts = TimeRange.Cut(TimeRange.Floor(from), to, (int)Math.Clamp(Math.Ceiling(expected), FewestParts, MostParts));
        return cuts.Select((cut, i) => new Node(i == 0 ? cut with { To = node.Range.To } : cut, null, []));
    }

    private async Task<IReadOnlyList<Node>> CutAsync(Node node, ListPage<T> page, string token, Task<DateTimeOffset?> oldest)
    {
        // Items of the second in which the page ends may be on both sides of the cut.
        var last = source.CreatedAt(page.Items[^1]);
        var to = TimeRange.After(last);
        var from = node.Range.From ?? await oldest.ConfigureAwait(false);
        var left = ((node.Token is null ? page.Total : node.Left) - page.Items.Count) is { } counted && (counted > 0 || node.Token is null) ? counted : long.MaxValue;
        var parts = left == long.MaxValue ? lanes : (int)Math.Min(MostParts, Math.Ceiling(left / (Fill * source.PageSize)));
        var known = page.Items.Where(item => source.CreatedAt(item) >= TimeRange.Floor(last)).Select(source.Id).Concat(node.Known).ToHashSet(StringComparer.Ordinal);

        // A page that is nearly the last is not worth a cut; and a slice of a second or two cannot be cut any further, nor one of a list that goes on without getting older.
        if (left <= source.PageSize || from is not { } begin || (to - begin).TotalSeconds < 2 || (node.Range.To is { } end && to >= end))
        {
            return [new(node.Range, token, known, left == long.MaxValue ? null : left)];
        }

        // The oldest part stays open where the slice was: nothing that the service has forgotten to say is left out.
        var cuts = TimeRange.Cut(TimeRange.Floor(begin), to, Math.Max(2, parts));
        return [.. cuts.Select((cut, i) => new Node(i + 1 < cuts.Count ? cut : cut with { From = node.Range.From }, null, i == 0 ? known : []))];
    }

    /// <summary>A slice, or what follows one of its pages.</summary>
    private sealed class Node(TimeRange range, string? token, HashSet<string> known, long? left = null)
    {
        public TimeRange Range => range;

        public string? Token => token;

        /// <summary>What was given before and may come again.</summary>
        public HashSet<string> Known => known;

        /// <summary>How many there are still, as far as the service has said; <see langword="null"/> when it has not.</summary>
        public long? Left => left;

        /// <summary>Whether pages before this one had something of the slice.</summary>
        public bool HasGiven { get; init; }

        public bool IsAsked { get; set; }

        public LinkedListNode<Node>? Place { get; set; }

        public ListPage<T>? Page { get; set; }

        /// <summary>What is to be given; <see langword="null"/> before it has come.</summary>
        public IReadOnlyList<T>? Items { get; set; }
    }
}
