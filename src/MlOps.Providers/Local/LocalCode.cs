namespace MlOps.Providers.Local;

/// <summary>The code of a local job: a folder of this machine, which the job gets a copy of. So it can be changed while the job runs, and the job may write beside what it imports.</summary>
internal static class LocalCode
{
    /// <summary>The folder that the code is copied from.</summary>
    /// <exception cref="MlOpsException">It is not on this machine.</exception>
    public static string? Resolve(TrainingSpec spec) =>
        spec.SourceDirectory is not { } source ? null
        : LocalLocation.Path(source, spec.WorkingDirectory)
            ?? throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job's code is at '{TerminalText.Clean(source)}', and a local job runs code of this machine only.",
                "Give -SourceDirectory with its folder on this machine.",
                source);

    /// <summary>Copies files with their permissions.</summary>
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
