namespace MlOps;

/// <summary>Puts a path that somebody else chose below a folder of ours, or refuses it: nothing is ever written outside.</summary>
public static class SafePath
{
    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
    private static readonly HashSet<string> s_reservedOnWindows = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>The full path of a file below a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="relative">The path below it, with forward slashes, as a store or an archive gives it.</param>
    /// <returns>The full path. Neither it nor a folder on the way has to exist.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the path is absolute, climbs, has an empty part or one that no file can be called here, or a link on the way leads out of the folder.</exception>
    public static string Resolve(string root, string relative)
    {
        var path = Path.GetFullPath(root);
        var parts = relative.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (Fault(parts[i]) is { } fault)
            {
                throw Refused(relative, fault);
            }

            path = Path.Combine(path, parts[i]);
            if (i < parts.Length - 1 && LeadsOut(root, path))
            {
                throw Refused(relative, $"'{parts[i]}' is a link that leads out of '{root}'");
            }
        }

        return path;
    }

    private static string? Fault(string part) => part switch
    {
        "" => "it has an empty part",
        "." or ".." => $"it has the part '{part}'",
        _ when part.Contains('\\', StringComparison.Ordinal) => "it has a backslash",
        _ when part.Any(char.IsControl) => "it has a control character",
        _ when OperatingSystem.IsWindows() && IsUnusableOnWindows(part) => $"'{part}' cannot be a file's name on Windows",
        _ => null,
    };

    private static bool IsUnusableOnWindows(string part) =>
        part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || part[^1] is '.' or ' ' || s_reservedOnWindows.Contains(part.Split('.')[0]);

    private static bool LeadsOut(string root, string folder)
    {
        var link = new DirectoryInfo(folder);
        if (link.LinkTarget is null)
        {
            return false;
        }

        var inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
        return link.ResolveLinkTarget(returnFinalTarget: true) is not { } target || !(target.FullName + Path.DirectorySeparatorChar).StartsWith(inside, StringComparison.Ordinal);
    }

    private static MlOpsException Refused(string path, string fault) => new(
        ErrorCode.InvalidArgument,
        $"The file '{TerminalText.Clean(path)}' is not written: {fault}.",
        "Leave it out with -Exclude, or have the job give it another name.",
        path);
}
