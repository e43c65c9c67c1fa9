using System.Runtime.CompilerServices;

namespace MlOps.Providers.Listing;

/// <summary>Makes one list of several, each of which gives the newest first.</summary>
internal static class NewestFirst
{
    /// <summary>Merges the lists; all of them are read at once.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs, the newest first.</returns>
    public static async IAsyncEnumerable<MlJob> MergeAsync(IReadOnlyList<IAsyncEnumerable<MlJob>> lists, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var open = lists.Select(list => new Source(list.GetAsyncEnumerator(stop.Token))).ToList();
        try
        {
            while (open.Count > 0)
            {
                foreach (var source in open.ToArray())
                {
                    if (!await source.Next.ConfigureAwait(false))
                    {
                        open.Remove(source);
                        await source.Jobs.DisposeAsync().ConfigureAwait(false);
                    }
                }

                if (open.MaxBy(source => source.Jobs.Current.CreatedAt) is { } newest)
                {
                    yield return newest.Jobs.Current;
                    newest.Advance();
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var source in open)
            {
                await ((Task)source.Next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await source.Jobs.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private sealed class Source
    {
        public Source(IAsyncEnumerator<MlJob> jobs)
        {
            Jobs = jobs;
            Next = jobs.MoveNextAsync().AsTask();
        }

        public IAsyncEnumerator<MlJob> Jobs { get; }

        public Task<bool> Next { get; private set; }

        public void Advance() => Next = Jobs.MoveNextAsync().AsTask();
    }
}
