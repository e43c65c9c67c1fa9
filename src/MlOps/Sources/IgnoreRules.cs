namespace MlOps;

/// <summary>What the <c>.gitignore</c> files from the top of a tree down to one folder say. Never changes: a folder below adds its own to those above.</summary>
internal sealed class IgnoreRules
{
    private readonly IgnoreRules? _above;
    private readonly int _baseLength;
    private readonly IgnorePattern[] _patterns;

    private IgnoreRules(IgnoreRules? above, int baseLength, IgnorePattern[] patterns)
    {
        _above = above;
        _baseLength = baseLength;
        _patterns = patterns;
    }

    /// <summary>No rules.</summary>
    public static IgnoreRules None { get; } = new(null, 0, []);

    /// <summary>Adds the patterns of a file, which win over those that are here.</summary>
    /// <param name="content">What is in the file.</param>
    /// <param name="baseLength">How many bytes of every path lead to the folder that they count from, with its slash.</param>
    /// <returns>The rules of that folder and below.</returns>
    public IgnoreRules With(ReadOnlySpan<byte> content, int baseLength)
    {
        content = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        var patterns = new List<IgnorePattern>();
        foreach (var line in content.Split((byte)'\n'))
        {
            if (IgnorePattern.Parse(content[line]) is { } pattern)
            {
                patterns.Add(pattern);
            }
        }

        return patterns.Count == 0 ? this : new(this, baseLength, [.. patterns]);
    }

    /// <summary>Adds the patterns of a file, if it is there.</summary>
    /// <param name="file">The file. A symbolic link is not followed, nor is it by git.</param>
    /// <param name="baseLength">How many bytes of every path lead to the folder that they count from, with its slash.</param>
    /// <returns>The rules of that folder and below.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.AccessDenied"/>: the file cannot be read, so that nobody knows what it wants to be left out.</exception>
    public IgnoreRules WithFile(string file, int baseLength)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.LinkTarget is null && FileKind.IsRegular(info) ? With(File.ReadAllBytes(file), baseLength) : this;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return this;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                ErrorCode.AccessDenied,
                $"'{TerminalText.Clean(file)}' cannot be read, so what it leaves out is not known: {TerminalText.Clean(e.Message)}",
                "Make the file readable, or remove it.",
                file,
                e);
        }
    }

    /// <summary>Whether a path is left out. The caller does not ask about what is in a folder that is.</summary>
    /// <param name="path">The path from the top, in UTF-8, with slashes.</param>
    /// <param name="isFolder">Whether it is a folder, and not a link to one.</param>
    /// <returns>What the last pattern that speaks of it says; <see langword="false"/> when none does.</returns>
    public bool IsIgnored(ReadOnlySpan<byte> path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._above)
        {
            for (var i = rules._patterns.Length - 1; i >= 0; i--)
            {
                if (rules._patterns[i].IsMatch(path[rules._baseLength..], isFolder))
                {
                    return !rules._patterns[i].IsNegated;
                }
            }
        }

        return false;
    }
}
