using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Finds jobs on several providers at once, and says which of the names that were asked for there are none of.</summary>
public static class JobFinder
{
    /// <summary>How long, and among how many of a provider's jobs, a better name is looked for: a hint must not cost more than the answer.</summary>
    private static readonly (TimeSpan Time, int Jobs) s_hintLimit = (TimeSpan.FromSeconds(2), 1000);

    /// <summary>Lists the jobs of several providers.</summary>
    /// <param name="providers">The providers.</param>
    /// <param name="query">Which jobs.</param>
    /// <param name="first">At most how many, the newest of all providers; <see langword="null"/> for every one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs as they arrive (for a limited number on several providers: the newest first), one error for each provider that fails, and one for each plain name that no provider knows.</returns>
    public static async IAsyncEnumerable<Answer<ProviderJob>> FindAsync(
        IReadOnlyList<IProvider> providers, JobQuery query, int? first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answered = new ConcurrentBag<IProvider>();
        var missing = new HashSet<string>(query.Names.Where(name => name.IsLiteral).Select(name => name.LiteralName!), StringComparer.OrdinalIgnoreCase);
        var newest = first is not null && providers.Count > 1 ? new List<ProviderJob>() : null;
        var count = 0;

        // One study may run on several providers, and each of them lists it.
        var tunings = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var answer in ProviderFanOut.ReadAsync(providers, ListAsync, cancellationToken).ConfigureAwait(false))
        {
            if (answer.Value is { } found)
            {
                if (found.Job.Kind == MlJobKind.Tuning && !tunings.Add(found.Job.Id))
                {
                    continue;
                }

                count++;
                missing.Remove(found.Job.Name);
            }

            if (newest is not null && answer.Value is { } row)
            {
                newest.Add(row);
            }
            else
            {
                yield return answer;
            }
        }

        foreach (var row in (newest ?? []).OrderByDescending(row => row.Job.CreatedAt).Take(first ?? 0))
        {
            yield return new(row);
        }

        // A list that was cut short says nothing about what is not in it.
        if (first is null || count < first)
        {
            NamePattern[] unseen = [.. query.Names.Where(name => name.IsLiteral && missing.Contains(name.LiteralName!))];
            await foreach (var error in ExplainAsync([.. providers.Where(answered.Contains)], unseen, cancellationToken).ConfigureAwait(false))
            {
                yield return new(error);
            }
        }

        async IAsyncEnumerable<ProviderJob> ListAsync(IProvider provider, [EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var job in provider.ListAsync(query, token).Where(query.Matches).Take(first ?? int.MaxValue).ConfigureAwait(false))
            {
                yield return new(provider, job);
            }

            answered.Add(provider);
        }
    }

    /// <summary>One error for each name that is on none of the providers that answered.</summary>
    private static async IAsyncEnumerable<MlOpsException> ExplainAsync(
        IProvider[] answered, NamePattern[] missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (missing.Length == 0 || answered.Length == 0)
        {
            yield break;
        }

        // The job may be there and only not fit the other conditions, which is an empty list and no error.
        var existing = await NamesAsync(answered, new() { Names = missing }, int.MaxValue, cancellationToken).ConfigureAwait(false);
        var unknown = missing.Where(name => !existing.Contains(name.LiteralName!, StringComparer.OrdinalIgnoreCase)).ToArray();
        var candidates = unknown.Length == 0 ? [] : await HintsAsync(answered, cancellationToken).ConfigureAwait(false);
        foreach (var name in unknown)
        {
            yield return NotFound(name.LiteralName!, answered, NearestName.Find(name.LiteralName!, candidates));
        }
    }

    private static MlOpsException NotFound(string name, IProvider[] answered, string? nearest)
    {
        var where = string.Join(" or ", answered.Select(provider => provider.Name));
        return new(
            ErrorCode.NotFound,
            $"There is no job '{name}' on {where}.",
            nearest is null ? "Get-MlJob lists the jobs; -Provider chooses where to look." : $"Did you mean '{nearest}'?",
            name);
    }

    private static async Task<IReadOnlyList<string>> HintsAsync(IProvider[] providers, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_hintLimit.Time);
        try
        {
            return await NamesAsync(providers, JobQuery.All, s_hintLimit.Jobs, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>The names of the jobs, in the order of the providers, whichever of them answers first.</summary>
    private static async Task<IReadOnlyList<string>> NamesAsync(IProvider[] providers, JobQuery query, int limit, CancellationToken cancellationToken) =>
        await ProviderFanOut.ReadAsync(providers, (provider, token) => provider.ListAsync(query, token).Take(limit).Select(job => new ProviderJob(provider, job)), cancellationToken)
            .Where(answer => answer.Value is not null)
            .Select(answer => answer.Value!)
            .OrderBy(found => Array.IndexOf(providers, found.Provider))
            .Select(found => found.Job.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
}
