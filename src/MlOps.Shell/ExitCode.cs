namespace MlOps.Shell;

/// <summary>The exit codes that are not the script's own.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>An error ended the script, or was the last thing the command had to say.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense, or its script does not exist: as pwsh, and as <c>EX_USAGE</c>.</summary>
    public const int Usage = 64;

    /// <summary>The installation is broken: <c>EX_SOFTWARE</c>.</summary>
    public const int Broken = 70;

    /// <summary>Ctrl+C: 128 and the signal's number, as every Unix shell says it.</summary>
    public const int Interrupted = 130;

    /// <summary>The reader of standard output has gone: 128 and SIGPIPE.</summary>
    public const int ClosedPipe = 141;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
