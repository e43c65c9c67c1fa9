namespace MlOps;

/// <summary>The compressed bytes of a stream, by bits and by bytes, through a buffer.</summary>
/// <param name="stream">Where they come from.</param>
/// <param name="offset">Where in the file the stream begins.</param>
internal sealed class DeflateInput(Stream stream, long offset)
{
    /// <summary>How many zero bytes there are in the buffer behind the last byte of the stream, for those who read ahead.</summary>
    public const int Padding = 64;

    private const int Capacity = 64 * 1024;

    private bool _ended;

    /// <summary>What has been read, with room for the padding.</summary>
    public byte[] Buffer { get; } = new byte[Capacity + Padding];

    /// <summary>Where in the buffer the next byte is.</summary>
    public int Next { get; set; }

    /// <summary>Where in the buffer the bytes end.</summary>
    public int End { get; private set; }

    /// <summary>The bits of the byte before <see cref="Next"/> that have not been taken; fewer than 8, the lowest comes next.</summary>
    public uint Bits { get; set; }

    /// <summary>How many bits <see cref="Bits"/> has.</summary>
    public int BitCount { get; set; }

    /// <summary>
    /// Up to which place in the buffer one may begin to read some 16 bytes. At the end of the stream that is within the padding, so that the last bits come the same way as all others; whoever has
    /// gone that far calls <see cref="ThrowIfPastEnd"/>.
    /// </summary>
    public int SafeEnd => _ended ? End + (Padding / 4) : End - (Padding / 2);

    /// <summary>The place of the next bit in the file.</summary>
    public long BitPosition => ((offset + Next) * 8) - BitCount;

    /// <summary>Sees to it that there are so many bytes in the buffer, or all that are left.</summary>
    /// <param name="count">How many; small against the buffer.</param>
    /// <returns>Whether there are as many.</returns>
    public bool Reserve(int count)
    {
        if (End - Next < count && !_ended)
        {
            Fill(count);
        }

        return End - Next >= count;
    }

    /// <summary>Takes a few bits.</summary>
    /// <param name="count">How many, up to 16.</param>
    /// <returns>The bits, the first one lowest.</returns>
    public int TakeBits(int count)
    {
        while (BitCount < count)
        {
            Bits |= (uint)TakeByte() << BitCount;
            BitCount += 8;
        }

        var taken = Bits & ((1u << count) - 1);
        Bits >>= count;
        BitCount -= count;
        return (int)taken;
    }

    /// <summary>Throws away the rest of a byte that has been begun.</summary>
    public void SkipToByte() => (Bits, BitCount) = (0, 0);

    /// <summary>Takes a byte. The one before has been taken to its end.</summary>
    /// <returns>The byte.</returns>
    public byte TakeByte() => Reserve(1) ? Buffer[Next++] : throw CutOff();

    /// <summary>Takes a number of two bytes, the lower one first.</summary>
    /// <returns>The number.</returns>
    public int TakeUInt16() => TakeByte() | (TakeByte() << 8);

    /// <summary>Takes a number of four bytes, the lowest one first.</summary>
    /// <returns>The number.</returns>
    public uint TakeUInt32() => (uint)TakeUInt16() | ((uint)TakeUInt16() << 16);

    /// <summary>Gives up when more has been taken than there was.</summary>
    public void ThrowIfPastEnd()
    {
        if (Next > End)
        {
            throw CutOff();
        }
    }

    /// <summary>What to throw when the data is not what it should be.</summary>
    /// <param name="what">What is wrong, as the end of a sentence.</param>
    /// <returns>The exception.</returns>
    public MlOpsException Damaged(string what) =>
        Next > End ? CutOff() : new(ErrorCode.Corrupt, $"The gzip data is damaged at byte {BitPosition / 8}: {what}.", "Get the file again, or make it anew.");

    /// <summary>What to throw when there is no more.</summary>
    /// <returns>The exception.</returns>
    public MlOpsException CutOff() => new(ErrorCode.Corrupt, $"The gzip data is cut off after byte {offset + End}: it ends in the middle.", "Get the file again, or make it anew.");

    private void Fill(int count)
    {
        var rest = End - Next;
        Buffer.AsSpan(Next, rest).CopyTo(Buffer);
        offset += Next;
        (Next, End) = (0, rest);
        while (End < count)
        {
            var read = stream.Read(Buffer, End, Capacity - End);
            if (read <= 0)
            {
                _ended = true;
                Buffer.AsSpan(End, Padding).Clear();
                break;
            }

            End += read;
        }
    }
}
