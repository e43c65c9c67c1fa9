namespace MlOps;

/// <summary>The two codes of a deflate block, as tables.</summary>
internal sealed class DeflateCodes
{
    /// <summary>How many bits index <see cref="Literals"/>. One more than most have, so that many a pair of literals fits, and the table still leaves half of a small first cache.</summary>
    public const int LiteralBits = 12;

    /// <summary>How many bits index <see cref="Distances"/>.</summary>
    public const int DistanceBits = 8;

    /// <summary>The bits that index <see cref="Literals"/>.</summary>
    public const ulong LiteralMask = (1 << LiteralBits) - 1;

    /// <summary>The bits that index <see cref="Distances"/>.</summary>
    public const ulong DistanceMask = (1 << DistanceBits) - 1;

    // A subtable of n bits has n + 1 codes or more, which bounds how much room all of them take: for 288 symbols and three bits 576 entries, for 32 symbols and seven bits 512.
    private const int LiteralRoom = (1 << LiteralBits) + 1024;
    private const int DistanceRoom = (1 << DistanceBits) + 1024;

    /// <summary>The codes of blocks that bring none.</summary>
    public static DeflateCodes Fixed { get; } = MakeFixed();

    /// <summary>The code of literals and lengths.</summary>
    public uint[] Literals { get; } = new uint[LiteralRoom];

    /// <summary>The code of distances.</summary>
    public uint[] Distances { get; } = new uint[DistanceRoom];

    /// <summary>Whether there is next to nothing but literals in the block, as the lengths of the codes say.</summary>
    public bool HasFewMatches { get; private set; }

    /// <summary>Takes the codes of a block.</summary>
    /// <param name="literals">The lengths of the code of literals and lengths.</param>
    /// <param name="distances">The lengths of the code of distances.</param>
    /// <returns>What is wrong with them; <see langword="null"/> for nothing.</returns>
    public string? Set(ReadOnlySpan<byte> literals, ReadOnlySpan<byte> distances)
    {
        if (literals[DeflateSymbols.EndOfBlock] == 0)
        {
            return "a block has no code for its end";
        }

        if (PrefixCode.Build(literals, DeflateSymbols.LiteralAndLengthEntries, Literals, LiteralBits, mayBeIncomplete: true) is { } wrong)
        {
            return $"a block's code of literals and lengths {wrong}";
        }

        if (PrefixCode.Build(distances, DeflateSymbols.DistanceEntries, Distances, DistanceBits, mayBeIncomplete: true) is { } wrongToo)
        {
            return $"a block's code of distances {wrongToo}";
        }

        // A code of n bits comes once in two to the power of n symbols.
        var matches = 0;
        foreach (var length in literals[(DeflateSymbols.EndOfBlock + 1)..])
        {
            matches += length == 0 ? 0 : 1 << (PrefixCode.Longest - length);
        }

        HasFewMatches = matches <= (1 << PrefixCode.Longest) / 64;
        PrefixCode.PairLiterals(Literals, LiteralBits);
        return null;
    }

    private static DeflateCodes MakeFixed()
    {
        var codes = new DeflateCodes();
        codes.Set(DeflateSymbols.FixedLiteralAndLengthCode, DeflateSymbols.FixedDistanceCode);
        return codes;
    }
}
