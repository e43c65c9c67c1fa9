namespace MlOps;

/// <summary>A place in an archive at which reading can begin, as an index knows it.</summary>
internal sealed record ArchivePoint
{
    /// <summary>The beginning of any archive.</summary>
    public static ArchivePoint Beginning { get; } = new();

    /// <summary>How many decompressed bytes come before.</summary>
    public long Position { get; init; }

    /// <summary>Where in the stored archive, in bits.</summary>
    public long CompressedBit { get; init; }

    /// <summary>How many decompressed bytes of the same gzip member come before.</summary>
    public long MemberPosition { get; init; }

    /// <summary>The CRC-32 of those.</summary>
    public uint MemberCrc { get; init; }

    /// <summary>The headers at or after the place at which a tar reader can begin; -1 when the place is within the content of a member.</summary>
    public long Headers { get; init; }

    /// <summary>Where the headers of the member are within whose content the place is; -1 when it is not, or not to be used so.</summary>
    public long Within { get; init; } = -1;

    /// <summary>The CRC-64/NVME of that member's content before the place.</summary>
    public ulong ContentCrc { get; init; }

    /// <summary>Where the record begins in the index.</summary>
    public long Record { get; init; }

    /// <summary>Where the record ends in the index.</summary>
    public long RecordEnd { get; init; }

    /// <summary>The byte of the stored archive in which the place is.</summary>
    public long CompressedByte => CompressedBit / 8;
}
