namespace MlOps.Shell.CommandLine;

/// <summary>What the command line asks for.</summary>
internal sealed record ShellArguments
{
    /// <summary>What to do.</summary>
    public ShellAction Action { get; init; } = ShellAction.Prompt;

    /// <summary>The command of <c>-Command</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>The script of <c>-File</c>, as it was written.</summary>
    public string File { get; init; } = "";

    /// <summary>The script's arguments.</summary>
    public IReadOnlyList<ScriptArgument> FileArguments { get; init; } = [];

    /// <summary>Whether the prompt follows after the command or the script.</summary>
    public bool NoExit { get; init; }

    /// <summary>Whether the greeting is left out.</summary>
    public bool NoLogo { get; init; }

    /// <summary>Whether nobody is there to answer a question.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>The folder to start in, or empty for the current one.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The execution policy for this process, or empty. It means something on Windows only.</summary>
    public string ExecutionPolicy { get; init; } = "";
}
