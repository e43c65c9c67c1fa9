using System.Buffers.Binary;

namespace MlOps.Tests.Archives;

/// <summary>Writes deflate bit by bit, also what no compressor would write.</summary>
internal sealed class DeflateWriter
{
    private static readonly int[] s_order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly List<byte> _bytes = [];
    private readonly Dictionary<byte[], int[]> _codes = [];
    private int _free;

    /// <summary>The code lengths of fixed blocks.</summary>
    public static byte[] FixedLiterals { get; } = [.. Enumerable.Range(0, 288).Select(symbol => (byte)(symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))];

    /// <summary>The code lengths of fixed blocks.</summary>
    public static byte[] FixedDistances { get; } = [.. Enumerable.Repeat((byte)5, 32)];

    /// <summary>How many bits there are.</summary>
    public int BitCount => (8 * _bytes.Count) - _free;

    /// <summary>Writes a number, its lowest bit first.</summary>
    public DeflateWriter Bits(int value, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_free == 0)
            {
                _bytes.Add(0);
                _free = 8;
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << (8 - _free));
            _free--;
        }

        return this;
    }

    /// <summary>Writes a symbol in a code that is given by its lengths.</summary>
    public DeflateWriter Symbol(byte[] lengths, int symbol)
    {
        var code = Codes(lengths)[symbol];
        for (var bit = lengths[symbol] - 1; bit >= 0; bit--)
        {
            Bits(code >> bit, 1);
        }

        return this;
    }

    /// <summary>Writes the beginning of a block.</summary>
    public DeflateWriter Header(bool last, int type) => Bits(last ? 1 : 0, 1).Bits(type, 2);

    /// <summary>Writes a stored block.</summary>
    public DeflateWriter Stored(bool last, ReadOnlySpan<byte> content)
    {
        Header(last, 0);
        _free = 0;
        Bits(content.Length, 16).Bits(content.Length ^ 0xFFFF, 16);
        _bytes.AddRange(content);
        return this;
    }

    /// <summary>Writes the beginning of a dynamic block, with the code lengths as they are, in a code of four bits each.</summary>
    public DeflateWriter Dynamic(bool last, byte[] literals, byte[] distances)
    {
        Header(last, 2).Bits(literals.Length - 257, 5).Bits(distances.Length - 1, 5).Bits(19 - 4, 4);
        byte[] lengths = [.. Enumerable.Repeat((byte)4, 16), 0, 0, 0];
        foreach (var symbol in s_order)
        {
            Bits(lengths[symbol], 3);
        }

        foreach (var length in literals.Concat(distances))
        {
            Symbol(lengths, length);
        }

        return this;
    }

    /// <summary>The bits so far, as they are.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>The bits as the one member of a gzip file.</summary>
    public byte[] ToGzip(ReadOnlySpan<byte> data)
    {
        byte[] file = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, .. _bytes, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 8), (uint)Crc.Crc32.Append(0, data));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(file.Length - 4), data.Length);
        return file;
    }

    // RFC 1951, 3.2.2, word for word.
    private int[] Codes(byte[] lengths)
    {
        if (_codes.TryGetValue(lengths, out var codes))
        {
            return codes;
        }

        var code = 0;
        var next = new int[17];
        for (var length = 1; length <= 15; length++)
        {
            code = (code + (length == 1 ? 0 : lengths.Count(each => each == length - 1))) << 1;
            next[length] = code;
        }

        return _codes[lengths] = [.. lengths.Select(length => next[length]++)];
    }
}
