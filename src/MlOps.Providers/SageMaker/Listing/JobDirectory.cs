using MlOps.Providers.Listing;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>Jobs from the plain list operations: always up to date, but little more than names.</summary>
/// <param name="family">The kind of job.</param>
internal sealed class JobDirectory(JobFamily family) : ISliceSource<JobSummary>
{
    // Whether the service's bounds belong to the range is documented nowhere: a second more on both sides loses nothing, and what is too much is left out by the reader.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public int PageSize => 100;

    /// <inheritdoc/>
    public bool IsSorted => true;

    /// <inheritdoc/>
    public IReadOnlyList<TimeRange> Begin(TimeRange range) => [range];

    /// <inheritdoc/>
    public Task<ListPage<JobSummary>> ReadPageAsync(TimeRange range, string? token, CancellationToken cancellationToken) => family.ListAsync(
        new() { CreationTimeAfter = range.From - s_margin, CreationTimeBefore = range.To + s_margin, SortBy = "CreationTime", SortOrder = "Descending", MaxResults = PageSize, NextToken = token },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> FindOldestAsync(CancellationToken cancellationToken)
    {
        var page = await family.ListAsync(new() { SortBy = "CreationTime", SortOrder = "Ascending", MaxResults = 1 }, cancellationToken).ConfigureAwait(false);
        return page.Items is [var oldest, ..] ? oldest.CreatedAt : null;
    }

    /// <summary>Reads the jobs that changed not long ago, page by page.</summary>
    /// <param name="since">Since when.</param>
    /// <param name="token">The token of the page before.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A page, the newest job first.</returns>
    public Task<ListPage<JobSummary>> ReadChangedAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken) => family.ListAsync(
        new() { LastModifiedTimeAfter = since, SortBy = "CreationTime", SortOrder = "Descending", MaxResults = PageSize, NextToken = token },
        cancellationToken);

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt(JobSummary item) => item.CreatedAt;

    /// <inheritdoc/>
    public string Id(JobSummary item) => item.Id;
}
