namespace MlOps;

/// <summary>
/// A place in a gzip file where decompression can begin: the header of a deflate block. It holds all that is needed to go on from there, with the checks of the member. A point at bit 0 is the
/// beginning of the file, where a gzip header is.
/// </summary>
public sealed record GzipPoint
{
    /// <summary>The very beginning of a file.</summary>
    public static GzipPoint Beginning { get; } = new() { CompressedBit = 0, Position = 0, MemberPosition = 0, MemberCrc = 0, Window = default };

    /// <summary>The offset of the block's header in the file, in bits.</summary>
    public required long CompressedBit { get; init; }

    /// <summary>How many decompressed bytes of the whole file come before.</summary>
    public required long Position { get; init; }

    /// <summary>How many decompressed bytes of the same gzip member come before.</summary>
    public required long MemberPosition { get; init; }

    /// <summary>The CRC-32 of the bytes that <see cref="MemberPosition"/> counts.</summary>
    public required uint MemberCrc { get; init; }

    /// <summary>The decompressed bytes before, of the same member, as far as matches may reach back: 32 KiB, or as many as there are.</summary>
    public required ReadOnlyMemory<byte> Window { get; init; }
}
