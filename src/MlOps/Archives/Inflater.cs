using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlOps;

/// <summary>Decompresses deflate blocks (RFC 1951), one after the other, into a buffer that holds what matches reach back to.</summary>
/// <param name="input">The compressed bits, at the header of a block.</param>
internal sealed class Inflater(DeflateInput input)
{
    /// <summary>How far back matches reach.</summary>
    public const int WindowSize = 32 * 1024;

    /// <summary>How many bytes past its limit the output may be written to, with what is no part of it: a step of two pairs of literals, a longest match, and the last of its wide copies.</summary>
    public const int Overrun = 512;

    // More than the longest header of a block: 17 bits, 19 lengths of 3 bits, and 316 lengths of up to 14 bits.
    private const int LongestHeader = 1024;

    // The order in which the code lengths of code lengths are given.
    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private const int CodeLengthBits = 7;

    // For each distance below 16 which of its bytes come one after the other.
    private static readonly byte[] s_repeats = [.. Enumerable.Range(0, 16).SelectMany(distance => Enumerable.Range(0, 16).Select(i => (byte)(i % Math.Max(1, distance))))];

    private readonly DeflateCodes _ownCodes = new();
    private readonly uint[] _codeLengthTable = new uint[1 << CodeLengthBits];
    private readonly byte[] _lengths = new byte[DeflateSymbols.LiteralsAndLengths + DeflateSymbols.Distances];
    private DeflateCodes? _codes;
    private int _stored;

    private enum Stop
    {
        Limit,
        Input,
        EndOfBlock,
        BadLiteral,
        BadDistance,
        TooFar,
    }

    /// <summary>Whether the block is the last one.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Reads the header of a block.</summary>
    public void BeginBlock()
    {
        IsLast = input.TakeBits(1) != 0;
        switch (input.TakeBits(2))
        {
            case 0:
                input.SkipToByte();
                _stored = input.TakeUInt16();
                _codes = null;
                if (input.TakeUInt16() != (_stored ^ 0xFFFF))
                {
                    throw input.Damaged("the length of a stored block is not what its complement says");
                }

                break;
            case 1:
                _codes = DeflateCodes.Fixed;
                break;
            case 2:
                ReadCodes();
                _codes = _ownCodes;
                break;
            default:
                throw input.Damaged("there is no such type of block");
        }
    }

    /// <summary>Decompresses more of a block.</summary>
    /// <param name="buffer">Where to; with room for <see cref="Overrun"/> more bytes behind the limit.</param>
    /// <param name="oldest">The first byte in the buffer that matches may reach back to.</param>
    /// <param name="next">Where the next byte goes.</param>
    /// <param name="limit">Where to stop. The last match may go beyond.</param>
    /// <returns>Whether the block has ended.</returns>
    public bool Continue(byte[] buffer, int oldest, ref int next, int limit)
    {
        if (_codes is null)
        {
            CopyStored(buffer, ref next, limit);
            return _stored == 0;
        }

        while (true)
        {
            input.Reserve(DeflateInput.Padding);
            var stop = Decode(_codes, buffer, oldest, ref next, limit);
            input.ThrowIfPastEnd();
            switch (stop)
            {
                case Stop.Limit:
                    return false;
                case Stop.EndOfBlock:
                    return true;
                case Stop.BadLiteral:
                    throw input.Damaged("there is no such literal or length");
                case Stop.BadDistance:
                    throw input.Damaged("there is no such distance");
                case Stop.TooFar:
                    throw input.Damaged("a distance reaches back before the beginning");
            }
        }
    }

    private void CopyStored(byte[] buffer, ref int next, int limit)
    {
        while (_stored > 0 && next < limit)
        {
            input.Reserve(1);
            var count = Math.Min(Math.Min(_stored, limit - next), input.End - input.Next);
            if (count == 0)
            {
                throw input.CutOff();
            }

            input.Buffer.AsSpan(input.Next, count).CopyTo(buffer.AsSpan(next));
            input.Next += count;
            next += count;
            _stored -= count;
        }
    }

    private void ReadCodes()
    {
        input.Reserve(LongestHeader);
        var literals = input.TakeBits(5) + 257;
        var distances = input.TakeBits(5) + 1;
        var codeLengths = input.TakeBits(4) + 4;
        if (literals > DeflateSymbols.LiteralsAndLengths || distances > DeflateSymbols.Distances)
        {
            throw input.Damaged("a block has codes for more symbols than there are");
        }

        Span<byte> lengths = stackalloc byte[CodeLengthOrder.Length];
        lengths.Clear();
        for (var i = 0; i < codeLengths; i++)
        {
            lengths[CodeLengthOrder[i]] = (byte)input.TakeBits(3);
        }

        if (PrefixCode.Build(lengths, DeflateSymbols.CodeLengthEntries, _codeLengthTable, CodeLengthBits, mayBeIncomplete: false) is { } wrong)
        {
            throw input.Damaged($"a block's code of code lengths {wrong}");
        }

        if (ReadLengths(_lengths.AsSpan(0, literals + distances)) is { } wrongLengths)
        {
            throw input.Damaged(wrongLengths);
        }

        input.ThrowIfPastEnd();
        if (_ownCodes.Set(_lengths.AsSpan(0, literals), _lengths.AsSpan(literals, distances)) is { } wrongCodes)
        {
            throw input.Damaged(wrongCodes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe string? ReadLengths(Span<byte> lengths)
    {
        string? wrong = null;
        fixed (byte* bytes = input.Buffer)
        {
            var from = bytes + input.Next;
            var safeEnd = bytes + input.SafeEnd;
            ulong bits = input.Bits;
            var left = (uint)input.BitCount;
            var i = 0;
            while (i < lengths.Length && from < safeEnd)
            {
                bits |= Load(from) << (int)left;
                from += 7 - ((left >> 3) & 7);
                left |= 56;

                var entry = _codeLengthTable[(int)bits & ((1 << CodeLengthBits) - 1)];
                bits >>= (int)(entry & 0xFF);
                left -= entry & 0xFF;
                var symbol = entry >> PrefixCode.ValueShift;
                if (symbol < 16)
                {
                    lengths[i++] = (byte)symbol;
                    continue;
                }

                var (extra, fewest) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
                var count = fewest + ((int)bits & ((1 << extra) - 1));
                bits >>= extra;
                left -= (uint)extra;
                if (symbol == 16 && i == 0)
                {
                    wrong = "a block repeats a code length before the first one";
                    break;
                }

                if (count > lengths.Length - i)
                {
                    wrong = "a block has more code lengths than symbols";
                    break;
                }

                lengths.Slice(i, count).Fill(symbol == 16 ? lengths[i - 1] : (byte)0);
                i += count;
            }

            GiveBack((int)(from - bytes), bits, left);
        }

        return wrong;
    }

    // The heart of it. A step takes one or two literals for each entry, up to four entries, and a match when one comes. There are 64 valid bits after each refill, though only 56 are counted upon.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe Stop Decode(DeflateCodes codes, byte[] buffer, int oldest, ref int next, int limit)
    {
        const ulong LiteralMask = (1 << DeflateCodes.LiteralBits) - 1;
        const ulong DistanceMask = (1 << DeflateCodes.DistanceBits) - 1;

        fixed (byte* bytes = input.Buffer, output = buffer)
        fixed (uint* literals = codes.Literals, distances = codes.Distances)
        {
            var stop = Stop.Input;
            var from = bytes + input.Next;
            var safeEnd = bytes + input.SafeEnd;
            var to = output + next;
            var toLimit = output + limit;
            var start = output + oldest;
            ulong bits = input.Bits;
            var left = (uint)input.BitCount;

            bits |= Load(from) << (int)left;
            from += 7 - ((left >> 3) & 7);
            left |= 56;
            var entry = literals[bits & LiteralMask];
            while (from < safeEnd)
            {
                if (to >= toLimit)
                {
                    stop = Stop.Limit;
                    break;
                }

                bits |= Load(from) << (int)left;
                from += 7 - ((left >> 3) & 7);
                left |= 56;
                if ((entry & PrefixCode.NotLiteral) == 0)
                {
                    Store(to, entry);
                    to += (entry >> PrefixCode.LiteralCountShift) & 3;
                    bits >>= (int)entry;
                    left -= entry;
                    entry = literals[bits & LiteralMask];
                    if ((entry & PrefixCode.NotLiteral) == 0)
                    {
                        Store(to, entry);
                        to += (entry >> PrefixCode.LiteralCountShift) & 3;
                        bits >>= (int)entry;
                        left -= entry;
                        entry = literals[bits & LiteralMask];
                        if ((entry & PrefixCode.NotLiteral) == 0)
                        {
                            Store(to, entry);
                            to += (entry >> PrefixCode.LiteralCountShift) & 3;
                            bits >>= (int)entry;
                            left -= entry;
                            entry = literals[bits & LiteralMask];
                            if ((entry & PrefixCode.NotLiteral) == 0)
                            {
                                Store(to, entry);
                                to += (entry >> PrefixCode.LiteralCountShift) & 3;
                                bits >>= (int)entry;
                                left -= entry;
                                entry = literals[bits & LiteralMask];
                                continue;
                            }
                        }
                    }
                }

                if ((entry & PrefixCode.Special) != 0)
                {
                    if ((entry & (PrefixCode.EndOfBlock | PrefixCode.Invalid)) == 0)
                    {
                        bits >>= DeflateCodes.LiteralBits;
                        left -= DeflateCodes.LiteralBits;
                        entry = literals[(entry >> PrefixCode.ValueShift) + Low(bits, (int)(entry >> 8) & 0xF)];
                        if ((entry & PrefixCode.NotLiteral) == 0)
                        {
                            *to++ = (byte)(entry >> PrefixCode.ValueShift);
                            bits >>= (int)entry;
                            left -= entry;
                            entry = literals[bits & LiteralMask];
                            continue;
                        }
                    }

                    if ((entry & PrefixCode.Special) != 0)
                    {
                        bits >>= (int)entry;
                        left -= entry;
                        stop = (entry & PrefixCode.EndOfBlock) != 0 ? Stop.EndOfBlock : Stop.BadLiteral;
                        break;
                    }
                }

                // A length takes up to 20 bits and leaves too few for a distance, which takes up to 28.
                var length = (entry >> PrefixCode.ValueShift) + (uint)(Low(bits, (int)(entry & 0xFF)) >> ((int)(entry >> 8) & 0xF));
                bits >>= (int)entry;
                left -= entry;
                bits |= Load(from) << (int)left;
                from += 7 - ((left >> 3) & 7);
                left |= 56;

                entry = distances[bits & DistanceMask];
                if ((entry & PrefixCode.Special) != 0)
                {
                    if ((entry & PrefixCode.Invalid) == 0)
                    {
                        bits >>= DeflateCodes.DistanceBits;
                        left -= DeflateCodes.DistanceBits;
                        entry = distances[(entry >> PrefixCode.ValueShift) + Low(bits, (int)(entry >> 8) & 0xF)];
                    }

                    if ((entry & PrefixCode.Invalid) != 0)
                    {
                        bits >>= (int)entry;
                        left -= entry;
                        stop = Stop.BadDistance;
                        break;
                    }
                }

                var distance = (entry >> PrefixCode.ValueShift) + (uint)(Low(bits, (int)(entry & 0xFF)) >> ((int)(entry >> 8) & 0xF));
                bits >>= (int)entry;
                left -= entry;
                if (distance > to - start)
                {
                    stop = Stop.TooFar;
                    break;
                }

                entry = literals[bits & LiteralMask];
                var source = to - distance;
                var end = to + length;
                if (distance >= 16)
                {
                    Vector128.Load(source).Store(to);
                    Vector128.Load(source + 16).Store(to + 16);
                    if (length > 32)
                    {
                        source += 32;
                        to += 32;
                        do
                        {
                            Vector128.Load(source).Store(to);
                            Vector128.Load(source + 16).Store(to + 16);
                            source += 32;
                            to += 32;
                        }
                        while (to < end);
                    }
                }
                else
                {
                    CopyRepeated(to, distance, end);
                }

                to = end;
            }

            next = (int)(to - output);
            GiveBack((int)(from - bytes), bits, left);
            return stop;
        }
    }

    // The bytes of a short distance come again and again. As many of them as fit fill a vector, whole numbers of times.
    private static unsafe void CopyRepeated(byte* to, uint distance, byte* end)
    {
        var repeated = Vector128.Shuffle(Vector128.Load(to - distance), Vector128.LoadUnsafe(ref s_repeats[16 * distance]));
        var step = 16 - (16 % distance);
        for (; to < end; to += step)
        {
            repeated.Store(to);
        }
    }

    private void GiveBack(int next, ulong bits, uint left)
    {
        left &= 63;
        input.Next = next - (int)(left >> 3);
        input.BitCount = (int)(left & 7);
        input.Bits = (uint)bits & ((1u << input.BitCount) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ulong Load(byte* from)
    {
        var value = Unsafe.ReadUnaligned<ulong>(from);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    // Two bytes even when there is but one literal: the next one overwrites the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(byte* to, uint entry)
    {
        var value = (ushort)(entry >> PrefixCode.ValueShift);
        Unsafe.WriteUnaligned(to, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong bits, int count) => bits & ((1UL << count) - 1);
}
