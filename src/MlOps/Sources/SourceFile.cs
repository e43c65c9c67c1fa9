namespace MlOps;

/// <summary>A file of this machine that is to be shipped.</summary>
public sealed record SourceFile
{
    /// <summary>Its path from the folder that is shipped, with forward slashes.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Where its bytes are. Of a symbolic link, where it leads.</summary>
    public required string FullPath { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When it was last written.</summary>
    public required DateTime LastWriteTimeUtc { get; init; }

    /// <summary>Whether its owner may execute it. Never on Windows.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>A file by itself, which goes by its name.</summary>
    /// <param name="path">The file. A symbolic link is followed.</param>
    /// <returns>The file as it is now.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.NotFound"/>: there is none. <see cref="ErrorCode.InvalidArgument"/>: it is a pipe, a socket or a device.</exception>
    public static SourceFile Of(string path)
    {
        var full = Path.GetFullPath(path);
        var info = new FileInfo(RealPath.Of(full));
        if (!info.Exists)
        {
            throw new MlOpsException(ErrorCode.NotFound, $"There is no file '{TerminalText.Clean(full)}'.", "Check the path.", path);
        }

        return FileKind.IsRegular(info)
            ? Of(Path.GetFileName(full), info)
            : throw new MlOpsException(ErrorCode.InvalidArgument, $"'{TerminalText.Clean(full)}' is a pipe, a socket or a device.", "Give a file or a folder.", path);
    }

    /// <summary>A file under a name.</summary>
    internal static SourceFile Of(string relativePath, FileInfo info) => new()
    {
        RelativePath = relativePath,
        FullPath = info.FullName,
        Size = info.Length,
        LastWriteTimeUtc = info.LastWriteTimeUtc,
        IsExecutable = !OperatingSystem.IsWindows() && info.UnixFileMode.HasFlag(UnixFileMode.UserExecute),
    };
}
