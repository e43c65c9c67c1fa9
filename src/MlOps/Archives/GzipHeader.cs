namespace MlOps;

/// <summary>The header of a gzip member (RFC 1952, 2.3). Nothing in it is needed, but it has to be right.</summary>
internal static class GzipHeader
{
    private const byte FirstByte = 0x1F;
    private const byte SecondByte = 0x8B;
    private const byte Deflate = 8;
    private const int HasHeaderCheck = 1 << 1;
    private const int HasExtra = 1 << 2;
    private const int HasName = 1 << 3;
    private const int HasComment = 1 << 4;
    private const int Reserved = 0xE0;

    /// <summary>Whether another member comes after one. Nothing but zeros may come else.</summary>
    /// <param name="input">The file, behind a member.</param>
    /// <returns><see langword="true"/> when a header is next; <see langword="false"/> when the file is at its end.</returns>
    public static bool IsNext(DeflateInput input)
    {
        var isPadded = false;
        while (input.Reserve(1))
        {
            input.Reserve(2);
            var rest = input.Buffer.AsSpan(input.Next..input.End);
            if (!isPadded && rest[0] == FirstByte && (rest.Length == 1 || rest[1] == SecondByte))
            {
                return true;
            }

            var zeros = rest.IndexOfAnyExcept((byte)0);
            input.SkipBytes(zeros < 0 ? rest.Length : zeros);
            if (zeros >= 0)
            {
                throw input.Damaged("behind the last member there is something that is neither gzip nor zeros");
            }

            isPadded = true;
        }

        return false;
    }

    /// <summary>Passes over a header.</summary>
    /// <param name="input">The file, at the beginning of a member.</param>
    public static void Skip(DeflateInput input)
    {
        Span<byte> head = stackalloc byte[10];
        head[0] = input.TakeByte();
        head[1] = input.TakeByte();
        if (head[0] != FirstByte || head[1] != SecondByte)
        {
            throw input.Damaged("it does not begin as gzip does");
        }

        foreach (ref var value in head[2..])
        {
            value = input.TakeByte();
        }

        var flags = head[3];
        if (head[2] != Deflate || (flags & Reserved) != 0)
        {
            throw input.Damaged("its header asks for a compression that gzip does not have");
        }

        var crc = Crc.Crc32.Append(0, head);
        if ((flags & HasExtra) != 0)
        {
            var length = Take() | (Take() << 8);
            for (var i = 0; i < length; i++)
            {
                Take();
            }
        }

        if ((flags & HasName) != 0)
        {
            SkipText();
        }

        if ((flags & HasComment) != 0)
        {
            SkipText();
        }

        if ((flags & HasHeaderCheck) != 0 && input.TakeUInt16() != (int)(crc & 0xFFFF))
        {
            throw input.Damaged("its header is not what the header's checksum says");
        }

        byte Take()
        {
            ReadOnlySpan<byte> value = [input.TakeByte()];
            if ((flags & HasHeaderCheck) != 0)
            {
                crc = Crc.Crc32.Append(crc, value);
            }

            return value[0];
        }

        void SkipText()
        {
            while (Take() != 0)
            {
            }
        }
    }
}
