using System.Numerics;

namespace MlOps;

/// <summary>
/// Random numbers that are the same on every machine and every version of .NET: xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021), its state filled by SplitMix64 from a seed
/// and a stream, so that each trial has a sequence of its own and needs nothing of those before it.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Begins a sequence.</summary>
    /// <param name="seed">The seed of the search.</param>
    /// <param name="stream">Which of its sequences, such as the number of a trial.</param>
    public SeededRandom(long seed, long stream)
    {
        var state = Mix((ulong)seed) ^ Mix(~(ulong)stream);
        _s0 = Next(ref state);
        _s1 = Next(ref state);
        _s2 = Next(ref state);
        _s3 = Next(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int NextIndex(int count) => (int)(((UInt128)NextBits() * (uint)count) >> 64);

    /// <summary>A number of the standard normal distribution, by the polar method.</summary>
    public double NextNormal()
    {
        while (true)
        {
            var (x, y) = ((2 * NextUnit()) - 1, (2 * NextUnit()) - 1);
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    /// <summary>A number of the normal distribution that is cut off below 0 and above 1.</summary>
    /// <param name="mean">Its middle, from 0 to 1.</param>
    /// <param name="deviation">Its deviation before it was cut.</param>
    public double NextNormalInUnit(double mean, double deviation)
    {
        // The middle is inside, so that one in three is as well, however wide it is up to the whole range.
        for (var i = 0; i < 64; i++)
        {
            var value = mean + (deviation * NextNormal());
            if (value is >= 0 and <= 1)
            {
                return value;
            }
        }

        return mean;
    }

    /// <summary>SplitMix64's function: bits that say nothing of each other, of numbers that follow each other.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static ulong Next(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);
}
