using System.Globalization;

namespace MlOps;

/// <summary>
/// The Sobol sequence with the direction numbers of Joe and Kuo ("Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008; their file new-joe-kuo-6.21201), scrambled after
/// Owen by hashing as in Burley ("Practical Hash-based Owen Scrambling", Journal of Computer Graphics Techniques 9, 2020). Of the 2^k points from a multiple of 2^k on, each 2^k-th part of a dimension has one.
/// </summary>
internal static class SobolSequence
{
    private const int Bits = 32;

    /// <summary>How many dimensions there are direction numbers for. Further ones are random.</summary>
    public static int Dimensions { get; } = DirectionNumbers.Split('\n').Length + 1;

    private static readonly uint[][] s_directions = ReadDirections();

    /// <summary>A coordinate of a point.</summary>
    /// <param name="seed">What the scrambling depends on.</param>
    /// <param name="index">The number of the point.</param>
    /// <param name="dimension">The dimension, from zero.</param>
    /// <returns>From 0 to 1, both excluded.</returns>
    public static double At(long seed, int index, int dimension)
    {
        if (dimension >= Dimensions)
        {
            // Evenness in pairs of so many dimensions would take thousands of points.
            return new SeededRandom(seed ^ (long)SeededRandom.Mix((ulong)dimension), index).NextUnit();
        }

        var bits = 0u;
        var directions = s_directions[dimension];
        for (var bit = 0; bit < Bits; bit++)
        {
            if (((uint)index >> bit & 1) != 0)
            {
                bits ^= directions[bit];
            }
        }

        return (Scramble(bits, (uint)SeededRandom.Mix((ulong)seed ^ SeededRandom.Mix((ulong)dimension + 1))) + 0.5) / (1L << Bits);
    }

    /// <summary>Turns each bit round or not, by those above it and the seed: the permutation of Laine and Karras (2011), with the constants that Vegdahl ("Building a Better LK Hash", 2021) found for it.</summary>
    private static uint Scramble(uint bits, uint seed)
    {
        var value = Reverse(bits);
        value ^= value * 0x3d20adea;
        value += seed;
        value *= (seed >> 16) | 1;
        value ^= value * 0x05526c56;
        value ^= value * 0x53a22864;
        return Reverse(value);
    }

    private static uint Reverse(uint bits)
    {
        var reversed = 0u;
        for (var i = 0; i < Bits; i++)
        {
            reversed = (reversed << 1) | (bits >> i & 1);
        }

        return reversed;
    }

    private static uint[][] ReadDirections()
    {
        var all = new uint[Dimensions][];
        all[0] = [.. Enumerable.Range(0, Bits).Select(bit => 1u << (Bits - 1 - bit))];
        foreach (var (index, line) in DirectionNumbers.Split('\n').Index())
        {
            // The degree of the polynomial, its inner coefficients as bits, and the first numbers.
            var row = line.Split(' ').Select(one => uint.Parse(one, CultureInfo.InvariantCulture)).ToArray();
            var (degree, coefficients) = ((int)row[0], row[1]);
            var directions = new uint[Bits];
            for (var bit = 0; bit < Bits; bit++)
            {
                if (bit < degree)
                {
                    directions[bit] = row[bit + 2] << (Bits - 1 - bit);
                    continue;
                }

                directions[bit] = directions[bit - degree] ^ (directions[bit - degree] >> degree);
                for (var k = 1; k < degree; k++)
                {
                    directions[bit] ^= (coefficients >> (degree - 1 - k) & 1) * directions[bit - k];
                }
            }

            all[index + 1] = directions;
        }

        return all;
    }

    // Of the dimensions from the second on.
    private const string DirectionNumbers = """
        1 0 1
        2 1 1 3
        3 1 1 3 1
        3 2 1 1 1
        4 1 1 1 3 3
        4 4 1 3 5 13
        5 2 1 1 5 5 17
        5 4 1 1 5 5 5
        5 7 1 1 7 11 19
        5 11 1 1 5 1 1
        5 13 1 1 1 3 11
        5 14 1 3 5 5 31
        6 1 1 3 3 9 7 49
        6 13 1 1 1 15 21 21
        6 16 1 3 1 13 27 49
        6 19 1 1 1 15 7 5
        6 22 1 3 1 15 13 25
        6 25 1 1 5 5 19 61
        7 1 1 3 7 11 23 15 103
        7 4 1 3 7 13 13 15 69
        7 7 1 1 3 13 7 35 63
        7 8 1 3 5 9 1 25 53
        7 14 1 3 1 13 9 35 107
        7 19 1 3 1 5 27 61 31
        7 21 1 1 5 11 19 41 61
        7 28 1 3 5 3 3 13 69
        7 31 1 1 7 13 1 19 1
        7 32 1 3 7 5 13 19 59
        7 37 1 1 3 9 25 29 41
        7 41 1 3 5 13 23 1 55
        7 42 1 3 7 3 13 59 17
        7 50 1 3 1 3 5 53 69
        7 55 1 1 5 5 23 33 13
        7 56 1 1 7 7 1 61 123
        7 59 1 1 7 9 13 61 49
        7 62 1 3 3 5 3 55 33
        8 14 1 3 1 15 31 13 49 245
        8 21 1 3 5 15 31 59 63 97
        8 22 1 3 1 11 11 11 77 249
        8 38 1 3 1 11 27 43 71 9
        8 47 1 1 7 15 21 11 81 45
        8 49 1 3 7 3 25 31 65 79
        8 50 1 3 1 1 19 11 3 205
        8 52 1 1 5 9 19 21 29 157
        8 56 1 3 7 11 1 33 89 185
        8 67 1 3 3 3 15 9 79 71
        8 70 1 3 7 11 15 39 119 27
        8 84 1 1 3 1 11 31 97 225
        8 97 1 1 1 3 23 43 57 177
        8 103 1 3 7 7 17 17 37 71
        8 115 1 3 1 5 27 63 123 213
        8 122 1 1 3 5 11 43 53 133
        9 8 1 3 5 5 29 17 47 173 479
        9 13 1 3 3 11 3 1 109 9 69
        9 16 1 1 1 5 17 39 23 5 343
        9 22 1 3 1 5 25 15 31 103 499
        9 25 1 1 1 11 11 17 63 105 183
        9 44 1 1 5 11 9 29 97 231 363
        9 47 1 1 5 15 19 45 41 7 383
        9 52 1 3 7 7 31 19 83 137 221
        9 55 1 1 1 3 23 15 111 223 83
        9 59 1 1 5 13 31 15 55 25 161
        9 62 1 1 3 13 25 47 39 87 257
        """;
}
