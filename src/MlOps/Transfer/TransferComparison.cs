namespace MlOps;

/// <summary>Finds out whether what is at the destination is what is at the source, with as little work as that takes.</summary>
/// <param name="ledger">What earlier transfers left; <see langword="null"/> for none.</param>
public sealed class TransferComparison(TransferLedger? ledger)
{
    // Questions to a store wait for the network, most of the time.
    private const int Ahead = 16;

    /// <summary>Compares objects, several ahead of the reader, in their order.</summary>
    /// <param name="items">The objects and what is at their places.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Each with whether it is there already. An object that cannot be compared is one that is not.</returns>
    public IAsyncEnumerable<(TransferItem Item, bool IsSame)> CompareAsync(IAsyncEnumerable<TransferItem> items, CancellationToken cancellationToken) =>
        items.SelectAheadAsync(Ahead, async (item, token) => (item, await IsSameAsync(item, token).ConfigureAwait(false)), cancellationToken);

    private async ValueTask<bool> IsSameAsync(TransferItem item, CancellationToken cancellationToken)
    {
        if (item.Existing is not { } existing || existing.Size != item.Origin.Size)
        {
            return false;
        }

        if (item.Destination.IsNear && VersionTime.IsOf(existing.LastModified, item.Origin))
        {
            return true;
        }

        if (ledger?.Knows(item) == true)
        {
            return true;
        }

        try
        {
            var isSame = await HasSameContentAsync(item, existing, cancellationToken).ConfigureAwait(false);
            if (isSame)
            {
                // The next time, the ledger or the time alone tells.
                ledger?.Add(item, existing);
                item.Destination.SetTime(existing, VersionTime.Of(item.Origin));
            }

            return isSame;
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            // The transfer will meet the same fault, and tell it.
            return false;
        }
    }

    private static async Task<bool> HasSameContentAsync(TransferItem item, StoredObject existing, CancellationToken cancellationToken)
    {
        var source = await DescribedAsync(item.Source, item.Origin, cancellationToken).ConfigureAwait(false);
        var there = await DescribedAsync(item.Destination, existing, cancellationToken).ConfigureAwait(false);
        if (source is null || there is null || source.Version != item.Origin.Version || there.Version != existing.Version)
        {
            return false;
        }

        if (source.Checksums.FirstOrDefault(one => there.Checksums.Any(other => other.Algorithm == one.Algorithm && other.PartSize == one.PartSize)) is { } common)
        {
            return there.Checksums.Contains(common);
        }

        return item.Source.IsNear && there.Checksums is [var theirs, ..] ? await HasAsync(item.Source, item.Origin, theirs, cancellationToken).ConfigureAwait(false)
            : item.Destination.IsNear && source.Checksums is [var ours, ..] && await HasAsync(item.Destination, existing, ours, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<StoredObject?> DescribedAsync(IObjectStore store, StoredObject listed, CancellationToken cancellationToken) =>
        store.IsNear || listed.Checksums.Count > 0 ? listed : await store.DescribeAsync(listed.Location, cancellationToken).ConfigureAwait(false);

    /// <summary>Whether an object that can be read at no cost has a checksum.</summary>
    private static async Task<bool> HasAsync(IObjectStore store, StoredObject stored, ObjectChecksum checksum, CancellationToken cancellationToken)
    {
        var value = await ChecksumCheck.ComputeAsync(checksum, (offset, length) => store.OpenAsync(stored, offset, length, cancellationToken).GetAwaiter().GetResult().Stream, stored.Size, cancellationToken).ConfigureAwait(false);
        return value.Span.SequenceEqual(checksum.Value.Span);
    }
}
