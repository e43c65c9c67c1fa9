namespace MlOps.StandIn.Storage;

/// <summary>The order of the UTF-8 bytes of texts, which is that of their code points.</summary>
public sealed class Utf8Order : IComparer<string>
{
    /// <summary>The only one.</summary>
    public static Utf8Order Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        var same = a.CommonPrefixLength(b);
        return same == a.Length || same == b.Length ? a.Length.CompareTo(b.Length) : Rank(a[same]).CompareTo(Rank(b[same]));
    }

    // Surrogates stand for the code points above all others.
    private static int Rank(char value) => char.IsSurrogate(value) ? value + 0x10000 : value;
}
