namespace MlOps.Providers.S3;

/// <summary>Writes keys and parameters into addresses, as signatures want them: every byte of UTF-8 but letters, digits and <c>-._~</c> is escaped.</summary>
internal static class S3Escape
{
    /// <summary>Writes a key as a path. Dots and empty parts stay as they are: a key is no path in a tree.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The path, without a slash before it that is not the key's.</returns>
    public static string Key(string key) => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>Writes parameters in the order of their names.</summary>
    /// <param name="parameters">The parameters, not escaped.</param>
    /// <returns>The query, without a question mark.</returns>
    public static string Query(IEnumerable<(string Name, string Value)> parameters) =>
        string.Join('&', parameters.OrderBy(each => each.Name, StringComparer.Ordinal).Select(each => $"{Uri.EscapeDataString(each.Name)}={Uri.EscapeDataString(each.Value)}"));

    /// <summary>Whether a key is one that S3 can have: up to 1,024 bytes of UTF-8, and whole characters only, since half of one cannot be written.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What is wrong with it; empty when nothing is.</returns>
    public static string Problem(string key)
    {
        try
        {
            var bytes = s_strict.GetByteCount(key);
            return bytes == 0 ? "an object needs a key" : bytes > LongestKey ? $"it has {bytes} bytes, and S3 allows {LongestKey}" : "";
        }
        catch (System.Text.EncoderFallbackException)
        {
            return "it is no valid Unicode";
        }
    }

    private const int LongestKey = 1024;

    private static readonly System.Text.UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
