namespace MlOps.Cmdlets.Completion;

/// <summary>Looks things up while someone waits with a finger on the Tab key: what is not there soon is left out, and nothing is an error.</summary>
internal static class Lookup
{
    /// <summary>More than this nobody reads.</summary>
    public const int Enough = 500;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>What arrives in time.</summary>
    public static IReadOnlyList<T> Collect<T>(Func<CancellationToken, IAsyncEnumerable<T>> source)
    {
        var found = new List<T>();
        try
        {
            using var limit = new CancellationTokenSource(s_patience);
            Task.Run(() => CollectAsync(source, found, limit.Token)).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // A completion has nobody to tell.
        }

        return found;
    }

    private static async Task CollectAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, List<T> found, CancellationToken cancellationToken)
    {
        await foreach (var item in source(cancellationToken).Take(Enough).ConfigureAwait(false))
        {
            found.Add(item);
        }
    }
}
