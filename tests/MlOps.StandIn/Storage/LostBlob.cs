namespace MlOps.StandIn.Storage;

/// <summary>Bytes that were counted and summed up and not kept. Reads as zeros.</summary>
public sealed class LostBlob(long length) : Blob
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override BlobReader Open() => new Reader();

    private sealed class Reader : BlobReader
    {
        public override void Read(long offset, Span<byte> destination) => destination.Clear();
    }
}
