using System.Runtime.CompilerServices;

namespace MlOps.Providers.Listing;

/// <summary>Works on several items at once and gives the results in the order of the items.</summary>
internal static class OrderedParallel
{
    /// <summary>Turns each item into a result.</summary>
    /// <typeparam name="T">What comes.</typeparam>
    /// <typeparam name="TResult">What it becomes.</typeparam>
    /// <param name="source">The items.</param>
    /// <param name="work">The work on one of them.</param>
    /// <param name="ahead">How many at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The results.</returns>
    public static async IAsyncEnumerable<TResult> SelectInOrderAsync<T, TResult>(
        this IAsyncEnumerable<T> source, Func<T, CancellationToken, Task<TResult>> work, int ahead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<TResult>>();
        await using var items = source.GetAsyncEnumerator(stop.Token);
        Task<bool>? next = null;
        try
        {
            var more = true;
            while (more || running.Count > 0)
            {
                // The next item is waited for only while nothing that is done could be given.
                if (more && running.Count < ahead)
                {
                    next ??= items.MoveNextAsync().AsTask();
                    if (running.Count == 0 || next.IsCompleted || await Task.WhenAny(next, running.Peek()).ConfigureAwait(false) == next)
                    {
                        more = await next.ConfigureAwait(false);
                        next = null;
                        if (more)
                        {
                            running.Enqueue(work(items.Current, stop.Token));
                        }

                        continue;
                    }
                }

                yield return await running.Peek().ConfigureAwait(false);
                _ = running.Dequeue();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Append<Task>(next ?? Task.FromResult(false))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
