namespace MlOps;

/// <summary>Decompressed bytes, a piece at a time, behind those that matches may reach back to.</summary>
internal sealed class DeflateOutput
{
    /// <summary>How far back matches reach.</summary>
    public const int WindowSize = 32 * 1024;

    /// <summary>Where in the buffer the piece begins.</summary>
    public const int Begin = WindowSize;

    /// <summary>How much a piece has, about: small enough for the second cache, and large enough that what is done once for each does not count.</summary>
    public const int PieceSize = 128 * 1024;

    // What has been begun before the limit may go on to here: two stretches of literals with their matches, and the last of a match's wide copies.
    private const int Room = Begin + PieceSize + (64 * 1024);

    /// <summary>The bytes.</summary>
    public byte[] Buffer { get; } = new byte[Room];

    /// <summary>When no more is begun.</summary>
    public int Limit { get; private set; } = Begin + PieceSize;

    /// <summary>Whether a whole piece is wanted, so that nobody minds when the input is read further than that takes.</summary>
    public bool IsWholeWanted => Limit == Begin + PieceSize;

    /// <summary>Where the next byte goes.</summary>
    public int Next { get; set; } = Begin;

    /// <summary>The first byte that matches may reach back to.</summary>
    public int Oldest { get; set; } = Begin;

    /// <summary>The first byte that is worth remembering, at this point.</summary>
    public int WindowBegin => Math.Max(Oldest, Next - WindowSize);

    /// <summary>The piece.</summary>
    public ReadOnlySpan<byte> Piece => Buffer.AsSpan(Begin..Next);

    /// <summary>Says how much of the piece is wanted.</summary>
    /// <param name="most">How many bytes at most.</param>
    public void Want(int most) => Limit = Begin + Math.Min(most, PieceSize);

    /// <summary>Puts bytes before the first piece.</summary>
    /// <param name="window">The bytes, <see cref="WindowSize"/> at most.</param>
    public void SetWindow(ReadOnlySpan<byte> window)
    {
        Oldest = Begin - window.Length;
        window.CopyTo(Buffer.AsSpan(Oldest));
    }

    /// <summary>Begins the next piece.</summary>
    public void BeginPiece()
    {
        SetWindow(Buffer.AsSpan(WindowBegin..Next));
        Next = Begin;
    }
}
