using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlOps;

/// <summary>
/// A prefix code (RFC 1951, 3.2.2) as a table, which the next bits of the input index. An entry is 32 bits: the lowest byte says how many bits it takes; the four bits above how long the code is without
/// the extra bits of its symbol, or how many bits index the subtable; the upper half is the value: one or two literals, the base of a length or a distance, or where a subtable begins.
/// </summary>
internal static class PrefixCode
{
    /// <summary>The longest code there is.</summary>
    public const int Longest = 15;

    /// <summary>Flag: the entry is not of literals.</summary>
    public const uint NotLiteral = 1 << 15;

    /// <summary>Flag, for what is not a literal: the entry is no length or distance either, but what one of the next two says, or else a reference to a subtable.</summary>
    public const uint Special = 1 << 14;

    /// <summary>Flag, for what is special: the end of the block.</summary>
    public const uint EndOfBlock = 1 << 13;

    /// <summary>Flag, for what is special: there is no such code or symbol.</summary>
    public const uint Invalid = 1 << 12;

    /// <summary>Where the number of literals is, 1 or 2, in an entry of literals.</summary>
    public const int LiteralCountShift = 12;

    /// <summary>Where the value is.</summary>
    public const int ValueShift = 16;

    private const uint OneBit = 0x101;

    /// <summary>Makes the table of a code.</summary>
    /// <param name="lengths">The length of each symbol's code; 0 for a symbol without one.</param>
    /// <param name="symbols">The entry of each symbol, but for the length of its code.</param>
    /// <param name="table">The table.</param>
    /// <param name="tableBits">How many bits index it. Longer codes go on in subtables behind.</param>
    /// <param name="mayBeIncomplete">Whether a code of one symbol, or none, will do.</param>
    /// <returns>What is wrong with the code; <see langword="null"/> for nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string? Build(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, Span<uint> table, int tableBits, bool mayBeIncomplete)
    {
        Span<int> counts = stackalloc int[Longest + 1];
        counts.Clear();
        foreach (var length in lengths)
        {
            counts[length]++;
        }

        // The share of all codes that is taken, in units of the longest ones.
        Span<int> offsets = stackalloc int[Longest + 2];
        var taken = 0;
        offsets[1] = 0;
        for (var length = 1; length <= Longest; length++)
        {
            offsets[length + 1] = offsets[length] + counts[length];
            taken += counts[length] << (Longest - length);
        }

        if (taken > 1 << Longest)
        {
            return "has more codes than there can be";
        }

        var used = offsets[Longest + 1];
        Span<ushort> sorted = stackalloc ushort[lengths.Length];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                sorted[offsets[lengths[symbol]]++] = (ushort)symbol;
            }
        }

        sorted = sorted[..used];
        if (taken < 1 << Longest)
        {
            if (!mayBeIncomplete || used > 1 || (used == 1 && counts[1] == 0))
            {
                return "leaves codes without a symbol";
            }

            table[..(1 << tableBits)].Fill(NotLiteral | Special | Invalid | OneBit);
            for (var i = 0; used == 1 && i < 1 << tableBits; i += 2)
            {
                table[i] = symbols[sorted[0]] + OneBit;
            }

            return null;
        }

        Fill(counts, sorted, symbols, table, tableBits);
        return null;
    }

    /// <summary>Lets entries of one literal take a second one along where both codes fit. Data that hardly compresses is little else than literals, one lookup after the other.</summary>
    /// <param name="table">The table.</param>
    /// <param name="tableBits">How many bits index it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void PairLiterals(Span<uint> table, int tableBits)
    {
        // From the end: the second code of an entry is found at a lower index, in an entry that is still of one literal.
        table = table[..(1 << tableBits)];
        if (Avx2.IsSupported && tableBits >= 3)
        {
            fixed (uint* entries = table)
            {
                var place = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7) + Vector256.Create((uint)table.Length - 8);
                for (var at = entries + table.Length - 8; at >= entries; at -= 8)
                {
                    var first = Vector256.Load(at);
                    var firstLength = first & Vector256.Create(0xFFu);
                    var second = Avx2.GatherVector256(entries, Avx2.ShiftRightLogicalVariable(place, firstLength).AsInt32(), 4);
                    var secondLength = second & Vector256.Create(0xFFu);
                    var areLiterals = Vector256.Equals((first | second) & Vector256.Create(NotLiteral), Vector256<uint>.Zero);
                    var fit = Vector256.LessThanOrEqual((firstLength + secondLength).AsInt32(), Vector256.Create(tableBits)).AsUInt32();
                    var more = ((second & Vector256.Create(0xFF0000u)) << 8) + Vector256.Create(1u << LiteralCountShift) + secondLength;
                    (first + (more & areLiterals & fit)).Store(at);
                    place -= Vector256.Create(8u);
                }
            }

            return;
        }

        for (var i = table.Length - 1; i >= 0; i--)
        {
            var first = table[i];
            var second = table[i >> (int)(first & Longest)];
            var secondLength = second & 0xFF;
            if (((first | second) & NotLiteral) == 0 && (first & 0xFF) + secondLength <= tableBits)
            {
                table[i] = first + ((second & 0xFF0000) << 8) + (1 << LiteralCountShift) + secondLength;
            }
        }
    }

    // Of a complete code. Codes are read from their highest bit while other numbers come with their lowest bit first: the table is indexed by the reversed code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(ReadOnlySpan<int> counts, ReadOnlySpan<ushort> sorted, ReadOnlySpan<uint> symbols, Span<uint> table, int tableBits)
    {
        var length = 1;
        while (counts[length] == 0)
        {
            length++;
        }

        var code = 0;
        var left = counts[length];
        var next = 0;

        // As long as codes fit, the table is doubled with each bit. What has no code yet is overwritten later, for the code is complete.
        for (; length <= tableBits; left = counts[++length])
        {
            for (; left > 0; left--)
            {
                table[code] = symbols[sorted[next++]] + ((uint)length * OneBit);
                if (next == sorted.Length)
                {
                    for (; length < tableBits; length++)
                    {
                        table[..(1 << length)].CopyTo(table[(1 << length)..]);
                    }

                    return;
                }

                code = Following(code, length);
            }

            if (length < tableBits)
            {
                table[..(1 << length)].CopyTo(table[(1 << length)..]);
            }
        }

        var end = 1 << tableBits;
        var prefix = -1;
        var start = 0;
        var subtableBits = 0;
        while (true)
        {
            for (; left == 0; left = counts[length])
            {
                length++;
            }

            if (prefix != (code & ((1 << tableBits) - 1)))
            {
                // A subtable is as large as the longest code that begins like this one needs.
                prefix = code & ((1 << tableBits) - 1);
                start = end;
                subtableBits = length - tableBits;
                for (var room = left; room < 1 << subtableBits;)
                {
                    subtableBits++;
                    room = (room << 1) + counts[tableBits + subtableBits];
                }

                end = start + (1 << subtableBits);
                table[prefix] = ((uint)start << ValueShift) | NotLiteral | Special | ((uint)subtableBits << 8) | (uint)tableBits;
            }

            var entry = symbols[sorted[next++]] + ((uint)(length - tableBits) * OneBit);
            for (var i = start + (code >> tableBits); i < end; i += 1 << (length - tableBits))
            {
                table[i] = entry;
            }

            if (next == sorted.Length)
            {
                return;
            }

            left--;
            code = Following(code, length);
        }
    }

    // The next code of a length, reversed: add one at the highest bit, with the carry going down. There is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Following(int code, int length)
    {
        var bit = 1 << BitOperations.Log2((uint)(code ^ ((1 << length) - 1)));
        return (code & (bit - 1)) | bit;
    }
}
