namespace MlOps;

/// <summary>Where git's work trees begin, and which file of patterns each has for itself (gitrepository-layout(5)).</summary>
internal static class GitWorkTree
{
    // A file that is longer says something else.
    private const int LongestPointer = 64 << 10;

    /// <summary>Whether a folder is the top of a work tree.</summary>
    public static bool IsTop(string folder) => RepositoryOf(folder) is not null;

    /// <summary>The top of the work tree that a folder is in.</summary>
    /// <param name="folder">The folder's full path, without links.</param>
    /// <returns>The folder itself or one above it; <see langword="null"/> when it is in none.</returns>
    public static string? TopOf(string folder)
    {
        for (var top = folder; top is not null; top = Path.GetDirectoryName(top))
        {
            if (IsTop(top))
            {
                return top;
            }
        }

        return null;
    }

    /// <summary>The file of patterns that are not shared with others: <c>.git/info/exclude</c>.</summary>
    /// <param name="top">The top of a work tree.</param>
    /// <returns>Its path. It need not be there.</returns>
    public static string ExcludeFile(string top)
    {
        var repository = RepositoryOf(top) ?? Path.Combine(top, ".git");

        // A further work tree of a repository shares this file with the first.
        var common = ReadPointer(Path.Combine(repository, "commondir")) is { Length: > 0 } path ? Path.GetFullPath(path, repository) : repository;
        return Path.Combine(common, "info", "exclude");
    }

    private static string? RepositoryOf(string folder)
    {
        const string pointer = "gitdir: ";
        var git = Path.Combine(folder, ".git");
        return Directory.Exists(git) ? (File.Exists(Path.Combine(git, "HEAD")) ? git : null)
            : ReadPointer(git) is { } text && text.StartsWith(pointer, StringComparison.Ordinal) && text.Length > pointer.Length ? Path.GetFullPath(text[pointer.Length..], folder)
            : null;
    }

    private static string? ReadPointer(string file)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.Length is > 0 and <= LongestPointer ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
