namespace MlOps.StandIn.Storage;

/// <summary>Bytes in memory.</summary>
public sealed class MemoryBlob(ReadOnlyMemory<byte> bytes) : Blob
{
    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override BlobReader Open() => new Reader(bytes);

    private sealed class Reader(ReadOnlyMemory<byte> bytes) : BlobReader
    {
        public override void Read(long offset, Span<byte> destination) => bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
    }
}
