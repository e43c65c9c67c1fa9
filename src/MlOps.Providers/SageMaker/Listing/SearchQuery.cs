using System.Globalization;
using MlOps.Providers.Listing;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>What of a query <c>Search</c> can answer itself. It never leaves out a job that the query wants; what it lets through is looked at again.</summary>
internal static class SearchQuery
{
    /// <summary>The most filters of an expression (<c>FilterList</c> of the service's model). Two of them are for the time.</summary>
    private const int MostFilters = 20;

    private const int TimeFilters = 2;

    /// <summary>The filters for a query, but for its names and times.</summary>
    /// <param name="family">The kind of job.</param>
    /// <param name="query">The query.</param>
    /// <returns>The filters.</returns>
    public static IEnumerable<SearchFilter> Filters(JobFamily family, JobQuery query)
    {
        if (query.Statuses.Count > 0)
        {
            yield return new(family.StatusProperty, "In", string.Join(',', query.Statuses.SelectMany(JobFamily.WordsOf).Distinct()));
        }

        // The service may tell upper and lower case of a value apart, a query does not: so it is asked for the tag only.
        foreach (var key in query.Tags.Keys.Take(MostFilters - TimeFilters - 2))
        {
            yield return new($"Tags.{key}", "Exists");
        }
    }

    /// <summary>The filters for a range of time.</summary>
    /// <param name="range">The range.</param>
    /// <returns>The filters.</returns>
    public static IEnumerable<SearchFilter> Filters(TimeRange range)
    {
        if (range.From is { } from)
        {
            yield return new("CreationTime", "GreaterThanOrEqualTo", Text(from));
        }

        if (range.To is { } to)
        {
            yield return new("CreationTime", "LessThan", Text(to));
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
