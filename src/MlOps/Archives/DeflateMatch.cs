using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlOps;

/// <summary>The repetition of what came before.</summary>
internal static unsafe class DeflateMatch
{
    /// <summary>The longest there is.</summary>
    public const int Longest = 258;

    private const int Step = 16;

    // For each distance below a step which of its bytes come one after the other.
    private static readonly byte[] s_repetitions = [.. Enumerable.Range(0, Step).SelectMany(distance => Enumerable.Range(0, Step).Select(i => (byte)(i % Math.Max(1, distance))))];

    /// <summary>Copies, up to 32 bytes more than is asked for.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="distance">How far back the original is; the copy itself may be part of it.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>Where the next byte goes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Copy(byte* to, uint distance, uint length)
    {
        var end = to + length;
        if (distance < Step)
        {
            Repeat(to, distance, end);
            return end;
        }

        var from = to - distance;
        do
        {
            Vector128.Load(from).Store(to);
            Vector128.Load(from + Step).Store(to + Step);
            from += 2 * Step;
            to += 2 * Step;
        }
        while (to < end);

        return end;
    }

    // As many of the bytes as fit fill a step, whole numbers of times.
    private static void Repeat(byte* to, uint distance, byte* end)
    {
        var repeated = Vector128.Shuffle(Vector128.Load(to - distance), Vector128.LoadUnsafe(ref s_repetitions[Step * distance]));
        var step = Step - (Step % distance);
        for (; to < end; to += step)
        {
            repeated.Store(to);
        }
    }
}
