namespace MlOps.Providers.Listing;

/// <summary>A service's list that can be asked for the items of a range of time, the newest first.</summary>
/// <typeparam name="T">What is listed.</typeparam>
internal interface ISliceSource<T>
{
    /// <summary>The most items of a page.</summary>
    int PageSize { get; }

    /// <summary>Whether a page has the newest items of what is left. If not, a slice that has more than a page is cut whole, and asked for again in parts.</summary>
    bool IsSorted { get; }

    /// <summary>The slices to begin with, the newest first.</summary>
    /// <param name="range">The times wanted.</param>
    /// <returns>The slices, which cover the range. For a list without an order, each has a beginning.</returns>
    IReadOnlyList<TimeRange> Begin(TimeRange range);

    /// <summary>Reads a page.</summary>
    /// <param name="range">The times wanted. The service may give more at both ends.</param>
    /// <param name="token">The token of the page before; <see langword="null"/> for the first.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The page.</returns>
    Task<ListPage<T>> ReadPageAsync(TimeRange range, string? token, CancellationToken cancellationToken);

    /// <summary>The time of the oldest item.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The time; <see langword="null"/> when there is no item, or nobody can say.</returns>
    Task<DateTimeOffset?> FindOldestAsync(CancellationToken cancellationToken);

    /// <summary>When an item was made.</summary>
    DateTimeOffset CreatedAt(T item);

    /// <summary>What tells an item from every other.</summary>
    string Id(T item);
}
