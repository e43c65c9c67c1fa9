namespace MlOps;

/// <summary>The folder with a job's code.</summary>
public static class CodeFolder
{
    /// <summary>Lists the files that go along with a job: all but what git would leave out, and but what MlOps keeps below <see cref="MlHome.Path"/>, should that be in the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onSkipped">Gets what does not go along although no rule says so.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files, at least one.</returns>
    /// <exception cref="MlOpsException">There is no such folder, it cannot be read, or nothing in it would go along.</exception>
    public static IReadOnlyList<SourceFile> List(string folder, Action<SkippedSource>? onSkipped, CancellationToken cancellationToken)
    {
        if (File.Exists(folder))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job's code is to be '{TerminalText.Clean(folder)}', which is a file.",
                "Give the folder that it is in as -SourceDirectory, and the file in -Command.",
                folder);
        }

        if (!Directory.Exists(folder))
        {
            throw new MlOpsException(ErrorCode.NotFound, $"There is no folder '{TerminalText.Clean(folder)}', which the job's code is to be in.", "Check the path in -SourceDirectory.", folder);
        }

        // The jobs of this machine, with what their environment holds, are nobody's code; but the copy that one of them runs is code.
        var home = RealPath.Of(MlHome.Path);
        var isOwn = SafePath.IsIn(home, RealPath.Of(Path.GetFullPath(folder)));
        IReadOnlyList<SourceFile> files = [.. SourceTree.List(folder, onSkipped, cancellationToken).Where(file => isOwn || !SafePath.IsIn(home, file.FullPath))];
        return files.Count > 0
            ? files
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The folder '{TerminalText.Clean(folder)}' has no code: it has no files, or none but those that git ignores.",
                "Look at its .gitignore, or give another -SourceDirectory.",
                folder);
    }

    /// <summary>Copies files with their permissions.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MlOpsException">A file cannot be copied; the message says which.</exception>
    public static void Copy(IReadOnlyList<SourceFile> files, string folder, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var copy = Path.Combine(folder, file.RelativePath);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file.FullPath, copy);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new MlOpsException(
                    e is UnauthorizedAccessException ? ErrorCode.AccessDenied : e is FileNotFoundException or DirectoryNotFoundException ? ErrorCode.NotFound : ErrorCode.ProviderError,
                    $"'{TerminalText.Clean(file.FullPath)}' cannot be copied into the job's folder: {TerminalText.Clean(e.Message)}",
                    "See that it can be read and that the disk has room, or take it out of the folder.",
                    file.FullPath,
                    e);
            }
        }
    }
}
