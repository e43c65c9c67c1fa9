namespace MlOps.Shell.CommandLine;

/// <summary>What the shell was started for.</summary>
internal enum ShellAction
{
    /// <summary>The prompt, or the statements of a redirected standard input.</summary>
    Prompt,

    /// <summary>One command.</summary>
    Command,

    /// <summary>A script file.</summary>
    File,

    /// <summary>The statements on standard input.</summary>
    StandardInput,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the options.</summary>
    Help,
}
