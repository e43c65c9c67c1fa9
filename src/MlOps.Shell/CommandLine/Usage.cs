namespace MlOps.Shell.CommandLine;

/// <summary>The text of <c>-Help</c>.</summary>
internal static class Usage
{
    public const string Text = """
        mlops: the MlOps module in a PowerShell engine of its own.

        Usage: mlops                            a prompt; with redirected input, the statements on standard input
               mlops <script.ps1> [arguments]   a script, its arguments bound as parameters (-Name value, -Switch, -Switch:$false)
               mlops -Command <command>         a command: the rest of the line
               mlops -Command -                 the statements on standard input

          -File <script.ps1>       the same as the script alone; '-' is standard input
          -NoExit                  the prompt follows after the command or the script
          -NonInteractive          a question is an error, for nobody is there to answer it
          -NoLogo                  no greeting
          -NoProfile               accepted: there is no profile
          -WorkingDirectory <dir>  starts in that folder
          -ExecutionPolicy <name>  for this process, on Windows
          -Version, -Help

        Exit codes: that of 'exit N'; else 0, or 1 after an error that ended the script or was the command's last word;
        64 for a command line that makes no sense, 70 when the module is missing, 130 after Ctrl+C, 143 after SIGTERM.

        Objects are written to standard output; errors, warnings, verbose and debug lines and progress to standard error.
        NO_COLOR switches colours off. MLOPS_HOME is where jobs, settings and the history are kept.
        """;
}
