using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Finds searches on several providers at once.</summary>
public static class TuningJobFinder
{
    /// <summary>How long, and among how many of a provider's searches, a better name is looked for: a hint must not cost more than the answer.</summary>
    private static readonly (TimeSpan Time, int Jobs) s_hintLimit = (TimeSpan.FromSeconds(2), 1000);

    /// <summary>Finds searches.</summary>
    /// <param name="providers">The providers.</param>
    /// <param name="query">Which ones; of whatever kind it is for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The searches as they arrive, one error for each provider that fails, and one for each plain name that is no search's.</returns>
    public static async IAsyncEnumerable<Answer<ProviderJob>> FindAsync(IReadOnlyList<IProvider> providers, JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var unseen = query.Names.Where(name => name.IsLiteral).Select(name => name.LiteralName!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var haveAllAnswered = true;
        await foreach (var answer in JobFinder.FindAsync(providers, query with { Kind = MlJobKind.Tuning }, first: null, cancellationToken).ConfigureAwait(false))
        {
            if (answer.Value is { } found)
            {
                unseen.Remove(found.Job.Name);
            }
            else if (answer.Error is not { Code: ErrorCode.NotFound, Target: string unknown } || !unseen.Remove(unknown))
            {
                // A provider that failed may have it.
                haveAllAnswered = false;
            }

            yield return answer;
        }

        if (haveAllAnswered && unseen.Count > 0 && providers.Count > 0)
        {
            // There is a job of that name, or the finder would have said so.
            var searches = await NamesAsync(providers, cancellationToken).ConfigureAwait(false);
            foreach (var name in unseen)
            {
                yield return new(NoSearch(name, providers, NearestName.Find(name, searches)));
            }
        }
    }

    private static MlOpsException NoSearch(string name, IReadOnlyList<IProvider> providers, string? nearest) => new(
        ErrorCode.NotFound,
        $"The job '{TerminalText.Clean(name)}' on {string.Join(" or ", providers.Select(provider => provider.Name))} is no tuning job: it has no trials.",
        nearest is null ? "Get-MlJob -Kind Tuning lists the tuning jobs." : $"Did you mean '{TerminalText.Clean(nearest)}'?",
        name);

    private static async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<IProvider> providers, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_hintLimit.Time);
        try
        {
            return await JobFinder.FindAsync(providers, new() { Kind = MlJobKind.Tuning }, s_hintLimit.Jobs, limit.Token)
                .Where(answer => answer.Value is not null)
                .Select(answer => answer.Value!.Job.Name)
                .ToListAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}
