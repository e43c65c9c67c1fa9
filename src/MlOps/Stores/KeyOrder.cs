namespace MlOps;

/// <summary>The order of keys in a store: that of their UTF-8 bytes, which is that of their code points and not that of .NET's characters.</summary>
public static class KeyOrder
{
    /// <summary>Compares two keys.</summary>
    /// <param name="one">A key.</param>
    /// <param name="other">Another one.</param>
    /// <returns>Below zero when the first comes first, zero when they are equal, above zero when the other comes first.</returns>
    public static int Compare(string one, string other)
    {
        var same = one.AsSpan().CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
        {
            return one.Length - other.Length;
        }

        // A surrogate stands for a code point above every other character.
        var (a, b) = (one[same], other[same]);
        return (char.IsSurrogate(a), char.IsSurrogate(b)) switch
        {
            (true, false) => 1,
            (false, true) => -1,
            _ => a - b,
        };
    }
}
