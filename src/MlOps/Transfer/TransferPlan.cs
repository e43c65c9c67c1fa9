using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Puts each object that is to be transferred together with what is at its place now.</summary>
public static class TransferPlan
{
    // So few are looked for one by one; for more, it is cheaper to list what is there.
    private const int Few = 32;
    private const int Ahead = 16;

    /// <summary>Lists what is transferred.</summary>
    /// <param name="objects">The objects with their stores, each with its path below the place that they go to; best in the order of these paths.</param>
    /// <param name="destination">The store that they go to.</param>
    /// <param name="folder">The place there.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The objects in their order, as they are found.</returns>
    /// <exception cref="MlOpsException">One of the stores cannot be listed.</exception>
    public static async IAsyncEnumerable<TransferItem> ListAsync(
        IAsyncEnumerable<(IObjectStore Store, StoredObject Origin, string Name)> objects, IObjectStore destination, ObjectLocation folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var targets = objects.Select(one => new TransferItem(one.Store, one.Origin, destination, folder with { Key = folder.Key + one.Name }, null, one.Name));
        if (destination.IsNear)
        {
            await foreach (var item in targets.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return item with { Existing = await destination.DescribeAsync(item.Target, cancellationToken).ConfigureAwait(false) };
            }

            yield break;
        }

        var first = new List<TransferItem>();
        var reader = targets.GetAsyncEnumerator(cancellationToken);
        await using (reader.ConfigureAwait(false))
        {
            while (first.Count <= Few && await reader.MoveNextAsync().ConfigureAwait(false))
            {
                first.Add(reader.Current);
            }

            var found = first.Count <= Few
                ? first.ToAsyncEnumerable().SelectAheadAsync(Ahead, FindAsync, cancellationToken)
                : JoinAsync(first.ToAsyncEnumerable().Concat(Rest(reader)), destination.ListAsync(folder, cancellationToken), cancellationToken);
            await foreach (var item in found.ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    private static async ValueTask<TransferItem> FindAsync(TransferItem item, CancellationToken cancellationToken) =>
        item with { Existing = await item.Destination.DescribeAsync(item.Target, cancellationToken).ConfigureAwait(false) };

    private static async IAsyncEnumerable<TransferItem> Rest(IAsyncEnumerator<TransferItem> reader)
    {
        while (await reader.MoveNextAsync().ConfigureAwait(false))
        {
            yield return reader.Current;
        }
    }

    /// <summary>Walks through both lists side by side: neither need be kept.</summary>
    private static async IAsyncEnumerable<TransferItem> JoinAsync(IAsyncEnumerable<TransferItem> items, IAsyncEnumerable<StoredObject> there, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = there.GetAsyncEnumerator(cancellationToken);
        await using (reader.ConfigureAwait(false))
        {
            var isMore = await reader.MoveNextAsync().ConfigureAwait(false);
            var (lastItem, lastThere) = ("", "");
            var isOrdered = true;
            await foreach (var item in items.ConfigureAwait(false))
            {
                isOrdered &= KeyOrder.Compare(lastItem, item.Target.Key) <= 0;
                lastItem = item.Target.Key;
                while (isOrdered && isMore && KeyOrder.Compare(reader.Current.Location.Key, item.Target.Key) < 0)
                {
                    isOrdered &= KeyOrder.Compare(lastThere, reader.Current.Location.Key) <= 0;
                    lastThere = reader.Current.Location.Key;
                    isMore = await reader.MoveNextAsync().ConfigureAwait(false);
                }

                // Some buckets are listed in no order: then each is looked for.
                yield return !isOrdered ? await FindAsync(item, cancellationToken).ConfigureAwait(false)
                    : item with { Existing = isMore && reader.Current.Location.Key == item.Target.Key ? reader.Current : null };
            }
        }
    }
}
