using System.Buffers.Binary;

namespace MlOps;

/// <summary>A reflected cyclic redundancy check of 32 or 64 bits. Long inputs are folded by the processor's carry-less multiplication where it has one, at about the speed of memory.</summary>
public sealed class Crc
{
    // How many bytes one step by tables takes.
    private const int Slice = 8;

    // Entry 256 * n + b: what byte b comes to when n more bytes follow it.
    private readonly ulong[] _tables = new ulong[Slice * 256];

    // Entry n: x to the power of 8 * 2^n, by which a check is moved over 2^n bytes.
    private readonly ulong[] _moves = new ulong[63];

    private readonly CrcFold _fold;
    private readonly ulong _polynomial;
    private readonly ulong _one;
    private readonly ulong _mask;

    private Crc(int bytes, ulong reflectedPolynomial)
    {
        Size = bytes;
        _polynomial = reflectedPolynomial;
        _one = 1UL << ((8 * bytes) - 1);
        _mask = _one | (_one - 1);
        FillTables();

        _moves[0] = Power(8);
        for (var i = 1; i < _moves.Length; i++)
        {
            _moves[i] = Multiply(_moves[i - 1], _moves[i - 1]);
        }

        // A fold multiplies 64 bits by 64 bits: the powers of a shorter check are written to the same end.
        _fold = new(exponent => Power(exponent) << (64 - (8 * bytes)));
    }

    /// <summary>CRC-64/NVME.</summary>
    public static Crc Crc64Nvme { get; } = new(8, 0x9A6C9329AC4BC9B5);

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static Crc Crc32C { get; } = new(4, 0x82F63B78);

    /// <summary>CRC-32 (ISO-HDLC), as in gzip.</summary>
    public static Crc Crc32 { get; } = new(4, 0xEDB88320);

    /// <summary>How many bytes a value has.</summary>
    public int Size { get; }

    /// <summary>The check of an algorithm.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>The check; <see langword="null"/> for a hash.</returns>
    public static Crc? Of(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc64Nvme => Crc64Nvme,
        ChecksumAlgorithm.Crc32C => Crc32C,
        ChecksumAlgorithm.Crc32 => Crc32,
        _ => null,
    };

    /// <summary>Goes on with a check.</summary>
    /// <param name="crc">The value of the bytes before; zero at the beginning.</param>
    /// <param name="bytes">The next bytes.</param>
    /// <returns>The value of all of them.</returns>
    public ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        crc ^= _mask;
        if (CrcFold.IsSupported && bytes.Length >= CrcFold.Shortest)
        {
            Span<byte> rest = stackalloc byte[CrcFold.Rest];
            var taken = _fold.Reduce(crc, bytes, rest);
            crc = AppendByTables(0, rest);
            bytes = bytes[taken..];
        }

        return AppendByTables(crc, bytes) ^ _mask;
    }

    /// <summary>Puts the checks of two neighbours together.</summary>
    /// <param name="first">The value of the first bytes.</param>
    /// <param name="second">The value of the bytes behind them.</param>
    /// <param name="secondLength">How many bytes are behind them.</param>
    /// <returns>The value of all of them.</returns>
    public ulong Combine(ulong first, ulong second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);
        for (var i = 0; secondLength != 0; i++, secondLength >>= 1)
        {
            if ((secondLength & 1) != 0)
            {
                first = Multiply(first, _moves[i]);
            }
        }

        return first ^ second;
    }

    /// <summary>Writes a value as both clouds do.</summary>
    /// <param name="crc">The value.</param>
    /// <returns>Its bytes, the highest first.</returns>
    public ReadOnlyMemory<byte> ToBytes(ulong crc)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, crc);
        return bytes.AsMemory(sizeof(ulong) - Size);
    }

    /// <summary>Reads a value that was written with its highest byte first.</summary>
    /// <param name="bytes">The bytes, <see cref="Size"/> of them.</param>
    /// <returns>The value.</returns>
    public ulong FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return Size == sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Goes on with a check by tables alone, without the values' inversion.</summary>
    /// <param name="crc">The value so far.</param>
    /// <param name="bytes">The next bytes.</param>
    /// <returns>The value after them.</returns>
    internal ulong AppendByTables(ulong crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> tables = _tables;
        tables = tables[..(Slice * 256)];
        for (; bytes.Length >= Slice; bytes = bytes[Slice..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = tables[(7 * 256) + (byte)crc]
                ^ tables[(6 * 256) + (byte)(crc >> 8)]
                ^ tables[(5 * 256) + (byte)(crc >> 16)]
                ^ tables[(4 * 256) + (byte)(crc >> 24)]
                ^ tables[(3 * 256) + (byte)(crc >> 32)]
                ^ tables[(2 * 256) + (byte)(crc >> 40)]
                ^ tables[256 + (byte)(crc >> 48)]
                ^ tables[(byte)(crc >> 56)];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ tables[(byte)crc ^ value];
        }

        return crc;
    }

    private void FillTables()
    {
        for (var i = 0; i < 256; i++)
        {
            var rest = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                rest = TimesX(rest);
            }

            _tables[i] = rest;
        }

        for (var i = 256; i < _tables.Length; i++)
        {
            var before = _tables[i - 256];
            _tables[i] = (before >> 8) ^ _tables[(byte)before];
        }
    }

    // Reflected: the highest bit is the coefficient of 1, the lowest that of the highest power.
    private ulong TimesX(ulong value) => (value >> 1) ^ ((value & 1) * _polynomial);

    private ulong Power(int exponent)
    {
        var power = _one;
        for (var i = 0; i < exponent; i++)
        {
            power = TimesX(power);
        }

        return power;
    }

    private ulong Multiply(ulong left, ulong right)
    {
        var product = 0UL;
        for (var bit = _one; bit != 0; bit >>= 1)
        {
            product ^= (left & bit) != 0 ? right : 0;
            right = TimesX(right);
        }

        return product;
    }
}
