namespace MlOps;

/// <summary>The compressed bytes of a stream, by bits and by bytes, through a buffer.</summary>
/// <param name="stream">Where they come from.</param>
/// <param name="offset">Where in the file the stream begins.</param>
internal sealed class DeflateInput(Stream stream, long offset)
{
    /// <summary>How many bytes one may ask for at once.</summary>
    public const int Capacity = 64 * 1024;

    // How many zeros there are in the buffer behind the last byte of the stream, for those who read ahead.
    private const int Padding = 64;

    private bool _ended;

    /// <summary>What has been read, with room for the padding.</summary>
    public byte[] Buffer { get; } = new byte[Capacity + Padding];

    /// <summary>Where in the buffer the next bit is.</summary>
    public int Bit { get; set; }

    /// <summary>Where in the buffer the next byte is; the one of which some bits have been taken counts.</summary>
    public int Next => Bit / 8;

    /// <summary>Where in the buffer the bytes end.</summary>
    public int End { get; private set; }

    /// <summary>
    /// Up to which place in the buffer one may begin to read, some 32 bytes at most. At the end of the stream that is within the padding, so that the last bits come the same way as all others; whoever
    /// has gone that far calls <see cref="ThrowIfPastEnd"/>.
    /// </summary>
    public int SafeEnd => _ended ? End + (Padding / 2) : End - (Padding / 2);

    /// <summary>The place of the next bit in the file.</summary>
    public long Position => (offset * 8) + Bit;

    /// <summary>Sees to it that there are so many bytes in the buffer, or all that are left.</summary>
    /// <param name="count">How many; no more than <see cref="Capacity"/>.</param>
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
        var taken = Bit % 8;
        var bytes = (taken + count + 7) / 8;
        if (!Reserve(bytes))
        {
            throw CutOff();
        }

        var value = 0;
        for (var i = 0; i < bytes; i++)
        {
            value |= Buffer[Next + i] << (8 * i);
        }

        Bit += count;
        return (value >> taken) & ((1 << count) - 1);
    }

    /// <summary>Passes over the rest of a byte of which some bits have been taken.</summary>
    public void SkipToByte() => Bit = (Bit + 7) / 8 * 8;

    /// <summary>Passes over bytes that are in the buffer.</summary>
    /// <param name="count">How many.</param>
    public void SkipBytes(int count) => Bit += 8 * count;

    /// <summary>Takes a byte. Of this one and the next numbers, the bits before have been taken.</summary>
    /// <returns>The byte.</returns>
    public byte TakeByte() => (byte)TakeBits(8);

    /// <summary>Takes a number of two bytes, the lower one first.</summary>
    /// <returns>The number.</returns>
    public int TakeUInt16() => TakeBits(16);

    /// <summary>Takes a number of four bytes, the lowest one first.</summary>
    /// <returns>The number.</returns>
    public uint TakeUInt32() => (uint)TakeBits(16) | ((uint)TakeBits(16) << 16);

    /// <summary>Gives up when more has been taken than there was.</summary>
    public void ThrowIfPastEnd()
    {
        if (Bit > 8 * End)
        {
            throw CutOff();
        }
    }

    /// <summary>What to throw when there is no more.</summary>
    /// <returns>The exception.</returns>
    public MlOpsException CutOff() => new(ErrorCode.Corrupt, $"The gzip data is cut off after byte {offset + End}: it ends in the middle.", "Get the file again, or make it anew.");

    /// <summary>What to throw when the data is not what it should be.</summary>
    /// <param name="what">What is wrong, as the end of a sentence.</param>
    /// <returns>The exception.</returns>
    public MlOpsException Damaged(string what) =>
        Bit > 8 * End ? CutOff() : new(ErrorCode.Corrupt, $"The gzip data is damaged at byte {offset + Next}: {what}.", "Get the file again, or make it anew.");

    private void Fill(int count)
    {
        var next = Next;
        Buffer.AsSpan(next..End).CopyTo(Buffer);
        offset += next;
        End -= next;
        Bit -= 8 * next;
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
