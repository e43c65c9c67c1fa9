using System.Buffers.Binary;
using System.Text;

namespace MlOps;

/// <summary>One header block of a tar archive: v7, ustar, PAX, GNU.</summary>
internal readonly ref struct TarHeader
{
    /// <summary>The size of a block. Headers and contents begin at multiples of it.</summary>
    public const int BlockSize = 512;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _block;

    /// <summary>Takes a block for a header.</summary>
    /// <param name="block">The block.</param>
    public TarHeader(ReadOnlySpan<byte> block) => _block = block;

    /// <summary>Whether the block is the sign of the end: nothing but zeros.</summary>
    public bool IsEmpty => !_block.ContainsAnyExcept((byte)0);

    /// <summary>Whether the sum in the header is that of its bytes, taken as unsigned ones or, as some old programs did, as signed ones.</summary>
    public bool IsSound
    {
        get
        {
            const int Start = 148;
            const int Length = 8;
            var (unsigned, signed) = (Length * ' ', Length * ' ');
            for (var i = 0; i < BlockSize; i++)
            {
                if (i is < Start or >= Start + Length)
                {
                    unsigned += _block[i];
                    signed += (sbyte)_block[i];
                }
            }

            return Octal(_block.Slice(Start, Length)) is { } sum && (sum == unsigned || sum == signed);
        }
    }

    /// <summary>What kind of member it is.</summary>
    public char Type => (char)_block[156];

    /// <summary>The name; with the prefix before it where the format has one.</summary>
    public string Name
    {
        get
        {
            var name = UntilZero(_block[..100]);
            var prefix = Prefix;
            return prefix.IsEmpty ? Text(name) : Text([.. prefix, (byte)'/', .. name]);
        }
    }

    /// <summary>What a link points to.</summary>
    public string Link => Text(UntilZero(_block.Slice(157, 100)));

    /// <summary>The size of the content; <see langword="null"/> when it cannot be read or is no size.</summary>
    public long? Size => Number(_block.Slice(124, 12)) is >= 0 and { } size ? size : null;

    /// <summary>The time in seconds since 1970; <see langword="null"/> when it cannot be read.</summary>
    public long? Time => Number(_block.Slice(136, 12));

    /// <summary>Whether blocks follow that go on with the list of pieces of a sparse file in GNU's old format.</summary>
    public bool HasMorePieces => _block[482] != 0;

    // GNU's own format has other things in the place of the prefix, and star has times at its end.
    private ReadOnlySpan<byte> Prefix => _block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? UntilZero(_block.Slice(345, _block[508..].SequenceEqual("tar\0"u8) ? 131 : 155)) : [];

    /// <summary>Text of a header, which should be UTF-8. Other bytes are taken for Latin-1, so that different names stay different.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>The bytes before the first zero.</summary>
    public static ReadOnlySpan<byte> UntilZero(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    /// <summary>Whether the block that follows a header of a sparse file, or the block after that, is followed by another one.</summary>
    public static bool HasMorePiecesAfter(ReadOnlySpan<byte> block) => block[504] != 0;

    /// <summary>A number in octal digits, or in base 256 (two's complement, the highest bit set).</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) == 0)
        {
            return Octal(field);
        }

        // The highest bit only says that it is binary. The next one is the sign.
        Span<byte> whole = stackalloc byte[16];
        whole.Fill((field[0] & 0x40) == 0 ? (byte)0 : (byte)0xFF);
        field.CopyTo(whole[^field.Length..]);
        whole[^field.Length] = (field[0] & 0x40) == 0 ? (byte)(field[0] & 0x7F) : field[0];
        var number = BinaryPrimitives.ReadInt128BigEndian(whole);
        return number >= long.MinValue && number <= long.MaxValue ? (long)number : null;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }
}
