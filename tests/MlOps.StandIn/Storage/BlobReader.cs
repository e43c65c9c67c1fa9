namespace MlOps.StandIn.Storage;

/// <summary>Reads a <see cref="Blob"/> at any place.</summary>
public abstract class BlobReader : IDisposable
{
    /// <summary>Fills a span with the bytes from a place on; all of them have to be within the blob.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what is open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
