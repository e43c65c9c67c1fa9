using System.Runtime.CompilerServices;
using MlOps.Providers.Listing;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>Lists the jobs of one kind, the newest first, each with its whole document.</summary>
/// <param name="family">The kind of job.</param>
/// <param name="calls">How many calls at once.</param>
/// <param name="clock">What time it is.</param>
internal sealed class JobList(JobFamily family, int calls, TimeProvider clock)
{
    /// <summary>Up to so many jobs are looked up one by one when they are asked for by name; more are searched for.</summary>
    private const int FewNames = 10;

    /// <summary>For how long a search may lag behind. It is documented nowhere; this is far more than was ever reported, and allows for a clock that is wrong by an hour.</summary>
    private static readonly TimeSpan s_lag = TimeSpan.FromMinutes(90);

    /// <summary>Lists jobs.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs, as they arrive. All that the query wants are among them, and there may be more.</returns>
    public IAsyncEnumerable<MlJob> ReadAsync(JobQuery query, CancellationToken cancellationToken) =>
        query.Names.Count is > 0 and <= FewNames && query.Names.All(name => name.IsLiteral)
            ? ReadNamedAsync(query, cancellationToken)
            : ReadAllAsync(query, cancellationToken);

    private async IAsyncEnumerable<MlJob> ReadNamedAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = query.Names.Select(name => name.LiteralName!).Distinct();
        var rows = await Task.WhenAll(names.Select(name => family.FindAsync(name, query.Tags.Count > 0, cancellationToken))).ConfigureAwait(false);
        foreach (var row in rows.Where(row => row is not null).OrderByDescending(row => row!.Job.CreatedAt))
        {
            yield return row!.Job;
        }
    }

    private async IAsyncEnumerable<MlJob> ReadAllAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = new TimeRange(
            query.CreatedAfter is { } after ? TimeRange.Floor(after) : null,
            query.CreatedBefore is { } before ? TimeRange.After(before) : null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = new RecentChanges(new(family), clock.GetUtcNow() - s_lag);
        changes.Begin(stop.Token);
        var found = SearchAsync(query, range, changes, stop.Token).GetAsyncEnumerator(stop.Token);
        var isSearched = true;
        var isBegun = false;
        try
        {
            while (await NextAsync().ConfigureAwait(false))
            {
                isBegun = true;
                yield return found.Current;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await found.DisposeAsync().ConfigureAwait(false);
        }

        if (!isSearched)
        {
            await foreach (var job in ListAndDescribeAsync(query, range, cancellationToken).ConfigureAwait(false))
            {
                yield return job;
            }
        }

        async Task<bool> NextAsync()
        {
            try
            {
                return await found.MoveNextAsync().ConfigureAwait(false);
            }
            catch (MlOpsException e) when (!isBegun && e.Target is "sagemaker:Search" && e.Code is ErrorCode.AccessDenied or ErrorCode.InvalidArgument or ErrorCode.ProviderError)
            {
                // Not allowed, not known to a service that only speaks like SageMaker, or out of order: the plain lists may still answer. If not, they say why.
                isSearched = false;
                return false;
            }
        }
    }

    /// <summary>What the search finds, made up to date: documents that are behind are asked for again, and jobs that it does not know yet are put in their place.</summary>
    private async IAsyncEnumerable<MlJob> SearchAsync(JobQuery query, TimeRange range, RecentChanges changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filters = SearchQuery.Filters(family, query).ToList();
        if (await NameFilters.FindAsync(family, query.Names, cancellationToken).ConfigureAwait(false) is { } name)
        {
            filters.Add(name);
        }

        var rows = new SlicedList<JobRow>(new JobSearch(family, filters), calls).ReadAsync(range, cancellationToken);
        await foreach (var job in Merged(rows).SelectInOrderAsync((find, token) => find(token), calls, cancellationToken).ConfigureAwait(false))
        {
            if (job is not null)
            {
                yield return job;
            }
        }

        async IAsyncEnumerable<Func<CancellationToken, Task<MlJob?>>> Merged(IAsyncEnumerable<JobRow> searched)
        {
            await foreach (var row in searched.ConfigureAwait(false))
            {
                foreach (var summary in await changes.TakeNewerAsync(row.Job.CreatedAt, cancellationToken).ConfigureAwait(false))
                {
                    yield return token => DescribeAsync(summary, query, token);
                }

                var isBehind = await changes.IsBehindAsync(row, cancellationToken).ConfigureAwait(false);
                yield return isBehind ? token => RefreshAsync(row, token) : _ => Task.FromResult<MlJob?>(row.Job);
            }

            foreach (var summary in await changes.TakeNewerAsync(DateTimeOffset.MinValue, cancellationToken).ConfigureAwait(false))
            {
                yield return token => DescribeAsync(summary, query, token);
            }
        }
    }

    private IAsyncEnumerable<MlJob> ListAndDescribeAsync(JobQuery query, TimeRange range, CancellationToken cancellationToken) =>
        new SlicedList<JobSummary>(new JobDirectory(family), calls).ReadAsync(range, cancellationToken)
            .SelectInOrderAsync((summary, token) => DescribeAsync(summary, query, token), calls, cancellationToken)
            .Where(job => job is not null)
            .Select(job => job!);

    /// <summary>The whole of a job, when what is known of it fits the query.</summary>
    private async Task<MlJob?> DescribeAsync(JobSummary summary, JobQuery query, CancellationToken cancellationToken) =>
        Fits(summary, query) && await family.FindAsync(summary.Name, query.Tags.Count > 0, cancellationToken).ConfigureAwait(false) is { } row ? row.Job : null;

    private async Task<MlJob?> RefreshAsync(JobRow row, CancellationToken cancellationToken)
    {
        try
        {
            var document = await family.DescribeAsync(row.Job.Name, cancellationToken).ConfigureAwait(false);
            return family.Read(document, row.Job.Tag).Job;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            // Deleted, which the search does not know yet.
            return null;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.AccessDenied)
        {
            return row.Job;
        }
    }

    private static bool Fits(JobSummary summary, JobQuery query) =>
        (query.Names.Count == 0 || query.Names.Any(name => name.Matches(summary.Name)))
        && (query.CreatedAfter is null || summary.CreatedAt >= query.CreatedAfter)
        && (query.CreatedBefore is null || summary.CreatedAt < query.CreatedBefore)
        && (query.Statuses.Count == 0 || !IsKnown(summary.Status) || query.Statuses.Any(status => JobFamily.WordsOf(status).Contains(summary.Status)));

    private static bool IsKnown(string word) => Enum.GetValues<MlJobStatus>().SelectMany(JobFamily.WordsOf).Contains(word);
}
