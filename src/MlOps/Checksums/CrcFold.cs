using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace MlOps;

/// <summary>
/// Folds a long input into 16 bytes that have the same reflected check. A block that is n bits away from the next one is as good as its product with x^n (modulo the polynomial) added to that one,
/// and carry-less multiplication makes that product of 64 bits at a time (Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009).
/// </summary>
internal sealed class CrcFold
{
    /// <summary>The shortest input that can be folded.</summary>
    public const int Shortest = Lanes * Rest;

    /// <summary>How many bytes are left.</summary>
    public const int Rest = 16;

    // As many blocks are under way at once as hide how long a multiplication takes.
    private const int Lanes = 4;
    private const int WideLane = 64;
    private const int WideStep = Lanes * WideLane;

    private readonly Vector128<ulong> _over16;
    private readonly Vector128<ulong> _over64;
    private readonly Vector128<ulong> _over256;

    /// <summary>Makes the multipliers of a polynomial.</summary>
    /// <param name="power">x to an exponent modulo the polynomial, reflected in 64 bits.</param>
    public CrcFold(Func<int, ulong> power)
    {
        _over16 = Over(16);
        _over64 = Over(64);
        _over256 = Over(256);

        // The lower half of a block is 64 bits further away than its upper half. The product of two reflected numbers comes out one place too low, hence the ones.
        Vector128<ulong> Over(int bytes) => Vector128.Create(power((8 * bytes) + 64 - 1), power((8 * bytes) - 1));
    }

    /// <summary>Whether the processor can multiply so.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Pclmulqdq.IsSupported || (Arm.Aes.IsSupported && BitConverter.IsLittleEndian);
    }

    /// <summary>Folds the front of an input.</summary>
    /// <param name="crc">The check of what comes before.</param>
    /// <param name="bytes">The input, at least <see cref="Shortest"/> bytes.</param>
    /// <param name="rest">Gets the bytes that have the same check as <paramref name="crc"/> and what was taken together.</param>
    /// <returns>How many bytes of the input were taken: all but less than 16.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Reduce(ulong crc, ReadOnlySpan<byte> bytes, Span<byte> rest)
    {
        var taken = 0;
        Vector128<ulong> sum;
        if (Pclmulqdq.V512.IsSupported && bytes.Length >= 2 * WideStep)
        {
            sum = ReduceWide(crc, bytes, out taken);
        }
        else
        {
            sum = ReduceLanes(crc, bytes, out taken);
        }

        for (; bytes.Length - taken >= Rest; taken += Rest)
        {
            sum = Fold(sum, _over16, Load(bytes, taken));
        }

        sum.AsByte().CopyTo(rest);
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector128<ulong> ReduceLanes(ulong crc, ReadOnlySpan<byte> bytes, out int taken)
    {
        var a = Load(bytes, 0) ^ Vector128.CreateScalar(crc);
        var b = Load(bytes, 16);
        var c = Load(bytes, 32);
        var d = Load(bytes, 48);
        var over = _over64;
        taken = Lanes * Rest;
        for (; bytes.Length - taken >= Lanes * Rest; taken += Lanes * Rest)
        {
            var next = bytes.Slice(taken, Lanes * Rest);
            a = Fold(a, over, Load(next, 0));
            b = Fold(b, over, Load(next, 16));
            c = Fold(c, over, Load(next, 32));
            d = Fold(d, over, Load(next, 48));
        }

        return Join(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector128<ulong> ReduceWide(ulong crc, ReadOnlySpan<byte> bytes, out int taken)
    {
        var a = LoadWide(bytes, 0) ^ Vector512.CreateScalar(crc);
        var b = LoadWide(bytes, WideLane);
        var c = LoadWide(bytes, 2 * WideLane);
        var d = LoadWide(bytes, 3 * WideLane);
        var over = Wide(_over256);
        taken = WideStep;
        for (; bytes.Length - taken >= WideStep; taken += WideStep)
        {
            var next = bytes.Slice(taken, WideStep);
            a = FoldWide(a, over, LoadWide(next, 0));
            b = FoldWide(b, over, LoadWide(next, WideLane));
            c = FoldWide(c, over, LoadWide(next, 2 * WideLane));
            d = FoldWide(d, over, LoadWide(next, 3 * WideLane));
        }

        over = Wide(_over64);
        a = FoldWide(FoldWide(FoldWide(a, over, b), over, c), over, d);
        return Join(a.GetLower().GetLower(), a.GetLower().GetUpper(), a.GetUpper().GetLower(), a.GetUpper().GetUpper());
    }

    private Vector128<ulong> Join(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c, Vector128<ulong> d) =>
        Fold(Fold(Fold(a, _over16, b), _over16, c), _over16, d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> block, Vector128<ulong> over, Vector128<ulong> next) =>
        Pclmulqdq.IsSupported
            ? Pclmulqdq.CarrylessMultiply(block, over, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, over, 0x11) ^ next
            : Arm.Aes.PolynomialMultiplyWideningLower(block.GetLower(), over.GetLower()) ^ Arm.Aes.PolynomialMultiplyWideningUpper(block, over) ^ next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> FoldWide(Vector512<ulong> blocks, Vector512<ulong> over, Vector512<ulong> next) =>
        Pclmulqdq.V512.CarrylessMultiply(blocks, over, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(blocks, over, 0x11) ^ next;

    private static Vector512<ulong> Wide(Vector128<ulong> over) => Vector512.Create(Vector256.Create(over, over), Vector256.Create(over, over));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ReadOnlySpan<byte> bytes, int offset) => Vector128.Create(bytes.Slice(offset, Rest)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadWide(ReadOnlySpan<byte> bytes, int offset) => Vector512.Create(bytes.Slice(offset, WideLane)).AsUInt64();
}
