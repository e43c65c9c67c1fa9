using System.Collections.Concurrent;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>
/// What of the names that are asked for <c>Search</c> can be asked: texts that are in the name, or lists of whole names. A name pattern takes no notice of upper and lower case; whether the
/// service's <c>Contains</c> does is documented nowhere, so it is tried out once, with the name of a job that is there written in the other case.
/// </summary>
internal static class NameFilters
{
    /// <summary>The longest value of a filter (<c>FilterValue</c> of the service's model).</summary>
    private const int LongestValue = 1024;

    private static readonly ConcurrentDictionary<(string Endpoint, string Resource), bool> s_ignoresCase = new();

    /// <summary>A filter that lets every wanted name through; <see langword="null"/> when there is none.</summary>
    /// <param name="family">The kind of job.</param>
    /// <param name="names">The names and patterns.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The filter.</returns>
    public static async Task<SearchFilter?> FindAsync(JobFamily family, IReadOnlyList<NamePattern> names, CancellationToken cancellationToken)
    {
        if (names.Count > 0 && names.All(name => name.IsLiteral))
        {
            var list = string.Join(',', names.Select(name => name.LiteralName));
            return list.Length <= LongestValue ? new(family.NameProperty, "In", list) : null;
        }

        // The service allows one Contains in an expression.
        return names is [{ IsLiteral: false, LongestText: { Length: > 1 } text }] && (!text.Any(char.IsLetter) || await IgnoresCaseAsync(family, cancellationToken).ConfigureAwait(false))
            ? new(family.NameProperty, "Contains", text)
            : null;
    }

    private static async Task<bool> IgnoresCaseAsync(JobFamily family, CancellationToken cancellationToken)
    {
        var key = (family.Client.Endpoint, family.Resource);
        if (s_ignoresCase.TryGetValue(key, out var known))
        {
            return known;
        }

        if (await FirstNameAsync(family, null, cancellationToken).ConfigureAwait(false) is not { } name || !name.Any(char.IsAsciiLetter))
        {
            return false;
        }

        var other = string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
        var ignores = await FirstNameAsync(family, new(family.NameProperty, "Contains", other), cancellationToken).ConfigureAwait(false) is not null;
        s_ignoresCase[key] = ignores;
        return ignores;
    }

    private static async Task<string?> FirstNameAsync(JobFamily family, SearchFilter? filter, CancellationToken cancellationToken)
    {
        var request = new SearchRequest { Resource = family.Resource, SearchExpression = filter is null ? null : new() { Filters = [filter] }, MaxResults = 1 };
        var page = await family.Client.SearchAsync(request, cancellationToken).ConfigureAwait(false);
        return page.Results?.Select(family.DocumentOf).FirstOrDefault(document => document is not null)?.GetProperty(family.NameProperty).GetString();
    }
}
