namespace MlOps;

/// <summary>One line of a <c>.gitignore</c> (gitignore(5)).</summary>
internal sealed class IgnorePattern
{
    private readonly bool _isOfFolders;
    private readonly bool _isOfNames;

    // What a path has to begin with, and what the rest has to match; without a pattern, the text is all.
    private readonly byte[] _literal;
    private readonly IgnoreGlob? _glob;

    private IgnorePattern(bool isNegated, bool isOfFolders, bool isOfNames, byte[] literal, IgnoreGlob? glob)
    {
        IsNegated = isNegated;
        _isOfFolders = isOfFolders;
        _isOfNames = isOfNames;
        _literal = literal;
        _glob = glob;
    }

    /// <summary>Whether it takes back what an earlier one ignores.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its line feed.</param>
    /// <returns>The pattern; <see langword="null"/> for a comment, a blank line, and what matches nothing.</returns>
    public static IgnorePattern? Parse(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)0);
        line = end >= 0 ? line[..end] : line.EndsWith("\r"u8) ? line[..^1] : line;
        var pattern = TrimEnd(line);
        if (pattern.StartsWith("#"u8))
        {
            return null;
        }

        var isNegated = pattern.StartsWith("!"u8);
        pattern = isNegated ? pattern[1..] : pattern;
        var isOfFolders = pattern.EndsWith("/"u8);
        pattern = isOfFolders ? pattern[..^1] : pattern;
        var isOfNames = !pattern.Contains((byte)'/');
        pattern = pattern.StartsWith("/"u8) ? pattern[1..] : pattern;
        if (pattern.IsEmpty)
        {
            return null;
        }

        var special = pattern.IndexOfAny(@"*?[\"u8);
        if (special < 0)
        {
            return new(isNegated, isOfFolders, isOfNames, pattern.ToArray(), null);
        }

        return IgnoreGlob.Parse(pattern[special..]) is { } glob ? new(isNegated, isOfFolders, isOfNames, pattern[..special].ToArray(), glob) : null;
    }

    /// <summary>Whether it speaks of a path.</summary>
    /// <param name="path">The path from the folder that the pattern was found in, in UTF-8, with slashes.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool IsMatch(ReadOnlySpan<byte> path, bool isFolder)
    {
        if (_isOfFolders && !isFolder)
        {
            return false;
        }

        var text = _isOfNames ? path[(path.LastIndexOf((byte)'/') + 1)..] : path;
        return _glob is null ? text.SequenceEqual(_literal) : text.StartsWith(_literal) && _glob.IsMatch(text[_literal.Length..]);
    }

    // Spaces at the end do not count, unless a backslash is before them.
    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line)
    {
        var end = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == ' ')
            {
                continue;
            }

            end = Math.Min(i + 1, line.Length);
        }

        return line[..end];
    }
}
