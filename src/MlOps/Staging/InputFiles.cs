using System.Text;

namespace MlOps;

/// <summary>The files of an input that is sent: all of them, whatever git has to say. Links are followed, as a job on this machine would.</summary>
internal static class InputFiles
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, MatchType = MatchType.Simple };

    /// <summary>Lists the files in the order of the UTF-8 bytes of their relative paths.</summary>
    /// <param name="channel">The input's name, for errors.</param>
    /// <param name="path">A file or a folder.</param>
    /// <param name="onSkipped">Gets what cannot be sent.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MlOpsException">There is nothing there, or something in it cannot be read.</exception>
    public static IReadOnlyList<SourceFile> List(string channel, string path, Action<SkippedSource> onSkipped, CancellationToken cancellationToken)
    {
        if (!Path.Exists(path))
        {
            throw new MlOpsException(
                ErrorCode.NotFound,
                $"The input '{TerminalText.Clean(channel)}' is '{TerminalText.Clean(path)}', and there is no such file or folder.",
                "Check the path in -InputData.",
                path);
        }

        if (!Directory.Exists(path))
        {
            return [SourceFile.Of(path)];
        }

        var files = new List<(byte[] Key, SourceFile File)>();
        Walk(new DirectoryInfo(RealPath.Of(path)), "", [], files, onSkipped, cancellationToken);
        files.Sort(static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        return files.Count > 0
            ? [.. files.Select(entry => entry.File)]
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The input '{TerminalText.Clean(channel)}' is the folder '{TerminalText.Clean(path)}', which has no files.",
                "Check the path in -InputData.",
                path);
    }

    private static void Walk(
        DirectoryInfo folder, string prefix, IReadOnlyList<string> above, List<(byte[] Key, SourceFile File)> files, Action<SkippedSource> onSkipped, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> entered = [.. above, folder.FullName];
        foreach (var info in Read(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relative = prefix + info.Name;
            if (Target(info) is not { } target)
            {
                onSkipped(new(relative, "it is a symbolic link in a circle"));
            }
            else if (Directory.Exists(target))
            {
                // Only a link can lead to a folder that we are in.
                if (entered.Contains(target))
                {
                    onSkipped(new(relative, "it is a symbolic link to a folder that it is in"));
                }
                else
                {
                    Walk(new DirectoryInfo(target), relative + "/", entered, files, onSkipped, cancellationToken);
                }
            }
            else if (new FileInfo(target) is not { Exists: true } file)
            {
                onSkipped(new(relative, info.LinkTarget is null ? "it is gone, or has a name that is not Unicode" : "it is a symbolic link to nothing"));
            }
            else if (!FileKind.IsRegular(file))
            {
                onSkipped(new(relative, "it is a pipe, a socket or a device"));
            }
            else
            {
                files.Add((Encoding.UTF8.GetBytes(relative), SourceFile.Of(relative, file)));
            }
        }
    }

    private static List<FileSystemInfo> Read(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", s_everything)];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new MlOpsException(
                ErrorCode.AccessDenied, $"The folder '{TerminalText.Clean(folder.FullName)}' cannot be read: {TerminalText.Clean(e.Message)}", "Make it readable.", folder.FullName, e);
        }
    }

    private static string? Target(FileSystemInfo info)
    {
        try
        {
            return info.LinkTarget is null ? info.FullName : RealPath.Of(info.FullName);
        }
        catch (MlOpsException)
        {
            return null;
        }
    }
}
