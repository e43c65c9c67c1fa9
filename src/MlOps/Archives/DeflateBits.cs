using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>
/// What the innermost loops do with bits that they keep in registers: the next ones (<c>bits</c>, the first one lowest), how many of them count (<c>left</c>, in its lowest six bits), and the next byte that
/// has not been loaded (<c>from</c>).
/// </summary>
internal static unsafe class DeflateBits
{
    /// <summary>What <c>left</c> becomes by an or with it when bits have been loaded: 56 of them or more, though all 64 are valid.</summary>
    public const uint Loaded = 56;

    /// <summary>How far <c>from</c> moves by the first load.</summary>
    public const int FirstBytes = 7;

    /// <summary>The next bits, to be moved up by <c>left</c>. Those that do not count are loaded again the next time, to the same place.</summary>
    /// <param name="from">The next byte.</param>
    /// <returns>The bits of eight bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* from)
    {
        var value = Unsafe.ReadUnaligned<ulong>(from);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>How far <c>from</c> moves when bits are loaded.</summary>
    /// <param name="left">How many counted before.</param>
    /// <returns>A number of bytes, 7 at most.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bytes(uint left) => 7 - ((left >> 3) & 7);

    /// <summary>Where the next bit is.</summary>
    /// <param name="loaded">How many bytes have been loaded.</param>
    /// <param name="left">How many bits are left of them.</param>
    /// <returns>The bit, counted as the bytes are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Position(long loaded, uint left) => (int)((loaded << 3) - (left & 63));

    /// <summary>The lowest bits.</summary>
    /// <param name="bits">All bits.</param>
    /// <param name="count">How many.</param>
    /// <returns>The bits as a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Low(ulong bits, int count) => bits & ((1UL << count) - 1);

    /// <summary>The length or distance of an entry of <see cref="PrefixCode"/>, with its extra bits.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="bits">The next bits, from the code on.</param>
    /// <returns>The length or distance.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Value(uint entry, ulong bits) => (entry >> PrefixCode.ValueShift) + (uint)(Low(bits, (int)(entry & 0xFF)) >> ((int)(entry >> 8) & 0xF));

    /// <summary>The entry of a subtable.</summary>
    /// <param name="table">The table.</param>
    /// <param name="entry">The reference to the subtable.</param>
    /// <param name="bits">The next bits, behind those that led to the reference.</param>
    /// <returns>The entry.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Sub(uint* table, uint entry, ulong bits) => table[(entry >> PrefixCode.ValueShift) + Low(bits, (int)(entry >> 8) & 0xF)];

    /// <summary>Writes the one or two literals of an entry. Always two bytes: what comes next overwrites the one too many.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>Where the next byte goes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Put(byte* to, uint entry)
    {
        var value = (ushort)(entry >> PrefixCode.ValueShift);
        Unsafe.WriteUnaligned(to, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
        return to + ((entry >> PrefixCode.LiteralCountShift) & 3);
    }
}
