namespace MlOps;

/// <summary>The decompressed bytes of an archive, read forward; or those of one that is not compressed, which is as if it were.</summary>
internal sealed class ArchiveContent
{
    // As large as what the decompressor gives.
    private const int PieceSize = 128 << 10;

    private readonly ReadAheadStream _stream;
    private readonly GzipReader? _gzip;
    private long _position;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The stored archive, from the byte of <paramref name="start"/> on.</param>
    /// <param name="isCompressed">Whether it is compressed.</param>
    /// <param name="start">Where to begin; <see langword="null"/> for the beginning.</param>
    public ArchiveContent(ReadAheadStream stream, bool isCompressed, GzipPoint? start)
    {
        _stream = stream;
        _gzip = isCompressed ? new(stream, start) : null;
        _position = start?.Position ?? 0;
    }

    /// <summary>Where the next piece begins.</summary>
    public long Position => _gzip?.Position ?? _position;

    /// <summary>Whether what is stored is a compressed archive; <see langword="null"/> when it is no archive.</summary>
    /// <param name="beginning">How it begins.</param>
    public static bool? IsCompressed(ReadOnlySpan<byte> beginning) =>
        beginning is [0x1F, 0x8B, ..] ? true
        : beginning.Length >= TarHeader.BlockSize && new TarHeader(beginning[..TarHeader.BlockSize]) is var header && (header.IsSound || header.IsEmpty) ? false
        : null;

    /// <summary>The next piece.</summary>
    /// <param name="most">How many bytes at most.</param>
    /// <returns>The bytes, valid until the next call; none at the end.</returns>
    public ReadOnlySpan<byte> Read(int most)
    {
        if (_gzip is not null)
        {
            return _gzip.Read(most);
        }

        var piece = _stream.Take(Math.Min(PieceSize, most));
        _position += piece.Length;
        return piece;
    }

    /// <summary>The last place at or before a position at which reading can begin.</summary>
    /// <param name="position">A position in the last piece, or its end.</param>
    /// <returns>The place.</returns>
    public GzipPoint PointBefore(long position) => _gzip?.PointBefore(position) ?? PointAt(position);

    /// <summary>A position of an archive that is not compressed, as a place at which reading can begin.</summary>
    public static GzipPoint PointAt(long position) => new() { CompressedBit = position * 8, Position = position, MemberPosition = position, MemberCrc = 0, Window = default };
}
