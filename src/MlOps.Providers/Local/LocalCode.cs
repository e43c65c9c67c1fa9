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
}
