namespace MlOps.StandIn.Storage;

/// <summary>The bytes of an object, wherever they come from. Safe to read from several threads.</summary>
public abstract class Blob
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Begins to read.</summary>
    public abstract BlobReader Open();

    /// <summary>All bytes in memory, for small ones.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        using var reader = Open();
        reader.Read(0, bytes);
        return bytes;
    }
}
