namespace MlOps.Providers.Configuration;

/// <summary>Reads the configuration files of the vendors' command-line tools: sections in brackets, a key and a value a line.</summary>
internal static class IniFile
{
    /// <summary>Finds one value.</summary>
    /// <param name="path">The file.</param>
    /// <param name="section">The section, without its brackets.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value; <see langword="null"/> when the file does not exist or does not say.</returns>
    /// <exception cref="MlOpsException">The file cannot be read.</exception>
    public static string? Find(string path, string section, string key)
    {
        try
        {
            return Find(File.ReadLines(path), section, key);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(ErrorCode.NotConfigured, $"The configuration file '{path}' cannot be read: {e.Message}", "Make the file readable, or set the value with Set-MlContext.", path, e);
        }
    }

    private static string? Find(IEnumerable<string> lines, string section, string key)
    {
        string? found = null;
        var inSection = false;
        foreach (var line in lines)
        {
            var text = line.Trim();

            // An indented line goes on with the value above: it sets nothing of its own.
            if (text.Length == 0 || text[0] is '#' or ';' || char.IsWhiteSpace(line[0]))
            {
                continue;
            }

            if (text[0] == '[')
            {
                var end = text.IndexOf(']', StringComparison.Ordinal);
                inSection = end > 0 && text[1..end].Trim() == section;
            }
            else if (inSection && ValueOf(text, key) is { } value)
            {
                found = value;
            }
        }

        return found;
    }

    private static string? ValueOf(string line, string key)
    {
        var separator = line.AsSpan().IndexOfAny('=', ':');
        if (separator <= 0 || !line.AsSpan(0, separator).Trim().Equals(key, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var value = line[(separator + 1)..].Trim();
        return value.Length > 0 ? value : null;
    }
}
