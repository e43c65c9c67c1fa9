namespace MlOps;

/// <summary>How far a transfer is.</summary>
public sealed record TransferProgress
{
    /// <summary>How many objects are through, whether transferred or failed.</summary>
    public int FilesDone { get; init; }

    /// <summary>How many objects are known of so far.</summary>
    public int FilesTotal { get; init; }

    /// <summary>The bytes of the objects that are through, and those of the others so far, with what an earlier run left.</summary>
    public long BytesDone { get; init; }

    /// <summary>The bytes of all objects that are known of so far.</summary>
    public long BytesTotal { get; init; }

    /// <summary>The bytes that have come through the network in this run, as a rate is made of.</summary>
    public long BytesMoved { get; init; }

    /// <summary>Whether more objects may become known: they are still being listed.</summary>
    public bool IsListing { get; init; }

    /// <summary>The large objects that are being transferred now, each with its own progress.</summary>
    public IReadOnlyList<FileProgress> Large { get; init; } = [];
}
