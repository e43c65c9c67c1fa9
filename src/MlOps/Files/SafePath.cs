using System.Buffers;

namespace MlOps;

/// <summary>Turns a name that somebody else chose into a path that stays in a folder.</summary>
public static class SafePath
{
    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create("<>:\"|?*");

    // Names of devices, with any extension (learn.microsoft.com/windows/win32/fileio/naming-a-file).
    private static readonly HashSet<string> WindowsDevices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "0123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The full path of a name below a folder.</summary>
    /// <param name="root">The folder. It need not exist.</param>
    /// <param name="relativePath">The name, with forward slashes.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="MlOpsException">
    /// <see cref="ErrorCode.Corrupt"/>: the name is absolute, has an empty, <c>.</c> or <c>..</c> segment, a backslash or a control character, or is not possible on Windows when it is
    /// Windows. <see cref="ErrorCode.InvalidArgument"/>: a symbolic link on the way leaves the folder.
    /// </exception>
    public static string Resolve(string root, string relativePath) => new SafeFolder(root).Resolve(relativePath);

    /// <summary>The full path of a folder, and that of a name below it, which has been looked at but for links.</summary>
    internal static (string Root, string Path) Join(string root, string relativePath)
    {
        var segments = relativePath.Split('/');
        if (segments.Select(Fault).FirstOrDefault(found => found is not null) is { } fault)
        {
            throw new MlOpsException(
                ErrorCode.Corrupt,
                $"The name '{TerminalText.Clean(relativePath)}' is refused: {fault}.",
                "Leave the file out; if you need it, read it where it is stored.",
                relativePath);
        }

        var full = Path.GetFullPath(root);
        return (full, Path.Combine([full, .. segments]));
    }

    /// <summary>Makes sure that a folder is inside another one, whatever links there are on the way.</summary>
    internal static void RequireInside(string root, string folder, string relativePath)
    {
        if (!IsIn(RealPath.Of(root), RealPath.Of(folder)))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"'{TerminalText.Clean(relativePath)}' would be written outside of '{root}', because of a symbolic link there.",
                "Remove the link, or choose another folder.",
                relativePath);
        }
    }

    private static string? Fault(string segment) => segment switch
    {
        "" => "it has an empty segment or is an absolute path",
        "." or ".." => $"it has the segment '{segment}'",
        _ when segment.Contains('\\', StringComparison.Ordinal) => "it has a backslash",
        _ when segment.Any(char.IsControl) => "it has a control character",
        _ when OperatingSystem.IsWindows() => WindowsFault(segment),
        _ => null,
    };

    private static string? WindowsFault(string segment) =>
        segment.AsSpan().ContainsAny(NotOnWindows) ? "it has a character that Windows does not allow"
        : segment[^1] is '.' or ' ' ? "it has a segment that ends with a dot or a space, which Windows would drop"
        : WindowsDevices.Contains(segment.Split('.')[0].TrimEnd(' ')) ? "it has the name of a Windows device"
        : null;

    /// <summary>Whether a full path is a folder or below it. Neither is looked up: links have to be followed before.</summary>
    internal static bool IsIn(string folder, string path) =>
        path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
