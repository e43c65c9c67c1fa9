namespace MlOps.StandIn.Storage;

/// <summary>The first bytes of a slab.</summary>
internal sealed class SlabBlob(Slab slab, int length) : Blob
{
    public override long Length => length;

    public override BlobReader Open() => new Reader(slab);

    private sealed class Reader(Slab slab) : BlobReader
    {
        public override void Read(long offset, Span<byte> destination)
        {
            slab.Memory.Span.Slice((int)offset, destination.Length).CopyTo(destination);
            GC.KeepAlive(slab);
        }
    }
}
