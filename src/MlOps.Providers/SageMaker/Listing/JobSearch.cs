using MlOps.Providers.Listing;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>Jobs from <c>Search</c>: whole documents, a hundred a call. What happened in the last minutes may not be in it yet.</summary>
/// <param name="family">The kind of job.</param>
/// <param name="filters">What is asked for, but for the time.</param>
internal sealed class JobSearch(JobFamily family, IReadOnlyList<SearchFilter> filters) : ISliceSource<JobRow>
{
    /// <inheritdoc/>
    public int PageSize => 100;

    /// <inheritdoc/>
    public bool IsSorted => true;

    /// <inheritdoc/>
    public IReadOnlyList<TimeRange> Begin(TimeRange range) => [range];

    /// <inheritdoc/>
    public async Task<ListPage<JobRow>> ReadPageAsync(TimeRange range, string? token, CancellationToken cancellationToken)
    {
        var page = await family.Client.SearchAsync(Request([.. filters, .. SearchQuery.Filters(range)], "Descending", PageSize) with { NextToken = token }, cancellationToken).ConfigureAwait(false);
        return new(Rows(page), page.NextToken, page.TotalHits?.Value);
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> FindOldestAsync(CancellationToken cancellationToken)
    {
        var page = await family.Client.SearchAsync(Request(filters, "Ascending", 1), cancellationToken).ConfigureAwait(false);
        return Rows(page) is [var oldest, ..] ? oldest.Job.CreatedAt : null;
    }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt(JobRow item) => item.Job.CreatedAt;

    /// <inheritdoc/>
    public string Id(JobRow item) => item.Job.Id;

    private SearchRequest Request(IReadOnlyList<SearchFilter> all, string order, int size) => new()
    {
        Resource = family.Resource,
        SearchExpression = all.Count == 0 ? null : new() { Filters = all },
        SortBy = "CreationTime",
        SortOrder = order,
        MaxResults = size,
    };

    private IReadOnlyList<JobRow> Rows(SearchResponse page) =>
        [.. (page.Results ?? []).Select(family.DocumentOf).Where(document => document is not null).Select(document => family.Read(document!.Value))];
}
