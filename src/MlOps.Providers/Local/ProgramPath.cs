namespace MlOps.Providers.Local;

/// <summary>Looks a program up as the system will, so that a wrong name is said at once and not in a log.</summary>
internal static class ProgramPath
{
    /// <exception cref="MlOpsException">There is no such program.</exception>
    public static void Require(string program, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(program, workingDirectory);
            if (!IsExecutable(path))
            {
                throw new MlOpsException(
                    ErrorCode.NotFound,
                    File.Exists(path) ? $"The command '{program}' is a file that may not be executed." : $"The command '{program}' does not exist in '{workingDirectory}'.",
                    File.Exists(path) ? $"Run chmod +x '{path}', or put its interpreter before it." : "Check the path in -Command.",
                    program);
            }

            return;
        }

        var search = environment.TryGetValue("PATH", out var own) ? own : Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!search.Split(':').Any(folder => IsExecutable(Path.Combine(folder.Length == 0 ? workingDirectory : folder, program))))
        {
            throw new MlOpsException(ErrorCode.NotFound, $"The command '{program}' is not on the PATH.", "Check the spelling, install it, or give its full path in -Command.", program);
        }
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
