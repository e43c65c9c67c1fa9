namespace MlOps;

/// <summary>What the symbols of deflate mean (RFC 1951, 3.2.5), as entries for <see cref="PrefixCode"/>, and its fixed codes.</summary>
internal static class DeflateSymbols
{
    /// <summary>How many symbols of literals and lengths a block may give codes to.</summary>
    public const int LiteralsAndLengths = 286;

    /// <summary>How many symbols of distances a block may give codes to.</summary>
    public const int Distances = 30;

    /// <summary>The symbol that ends a block.</summary>
    public const int EndOfBlock = 256;

    // The symbol for the greatest length stands for it alone.
    private const int GreatestLengthSymbol = 285;
    private const int GreatestLength = 258;

    private const int FirstLengthSymbol = 257;

    /// <summary>The entries of literals and lengths. The fixed code has two symbols that mean nothing.</summary>
    public static uint[] LiteralAndLengthEntries { get; } = MakeLiteralsAndLengths();

    /// <summary>The entries of distances. The fixed code has two symbols that mean nothing.</summary>
    public static uint[] DistanceEntries { get; } = MakeDistances();

    /// <summary>The entries of the lengths of codes: their symbols as such.</summary>
    public static uint[] CodeLengthEntries { get; } = [.. Enumerable.Range(0, 19).Select(symbol => (uint)symbol << PrefixCode.ValueShift)];

    /// <summary>The lengths of the fixed code of literals and lengths.</summary>
    public static byte[] FixedLiteralAndLengthCode { get; } = [.. Enumerable.Range(0, 288).Select(symbol => (byte)(symbol switch { < 144 => 8, < 256 => 9, < 280 => 7, _ => 8 }))];

    /// <summary>The lengths of the fixed code of distances.</summary>
    public static byte[] FixedDistanceCode { get; } = [.. Enumerable.Repeat((byte)5, 32)];

    private static uint[] MakeLiteralsAndLengths()
    {
        var entries = new uint[288];
        for (var symbol = 0u; symbol < EndOfBlock; symbol++)
        {
            entries[symbol] = (symbol << PrefixCode.ValueShift) | (1 << PrefixCode.LiteralCountShift);
        }

        entries[EndOfBlock] = PrefixCode.NotLiteral | PrefixCode.Special | PrefixCode.EndOfBlock;
        var length = 3u;
        for (var symbol = FirstLengthSymbol; symbol < GreatestLengthSymbol; symbol++)
        {
            // Four symbols for each number of extra bits, but eight for none.
            var extra = Math.Max(0, ((symbol - FirstLengthSymbol) / 4) - 1);
            entries[symbol] = (length << PrefixCode.ValueShift) | PrefixCode.NotLiteral | (uint)extra;
            length += 1u << extra;
        }

        entries[GreatestLengthSymbol] = (GreatestLength << PrefixCode.ValueShift) | PrefixCode.NotLiteral;
        entries.AsSpan(LiteralsAndLengths).Fill(PrefixCode.NotLiteral | PrefixCode.Special | PrefixCode.Invalid);
        return entries;
    }

    private static uint[] MakeDistances()
    {
        var entries = new uint[32];
        var distance = 1u;
        for (var symbol = 0; symbol < Distances; symbol++)
        {
            // Two symbols for each number of extra bits, but four for none.
            var extra = Math.Max(0, (symbol / 2) - 1);
            entries[symbol] = (distance << PrefixCode.ValueShift) | PrefixCode.NotLiteral | (uint)extra;
            distance += 1u << extra;
        }

        entries.AsSpan(Distances).Fill(PrefixCode.NotLiteral | PrefixCode.Special | PrefixCode.Invalid);
        return entries;
    }
}
