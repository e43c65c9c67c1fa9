namespace MlOps.Shell.CommandLine;

/// <summary>Reads the command line with pwsh's names and rules, so that what works there works here.</summary>
internal static class ArgumentParser
{
    // The shortest form of each option is pwsh's, too: -c, -f, -noe, -nol, -nop, -noni, -wd, -ex, -v, -h.
    private static readonly (string Name, string Shortest)[] s_options =
    [
        ("version", "v"), ("help", "h"), ("?", "?"), ("login", "l"), ("noexit", "noe"), ("noprofile", "nop"), ("nologo", "nol"),
        ("noninteractive", "noni"), ("interactive", "i"), ("command", "c"), ("file", "f"),
        ("workingdirectory", "wo"), ("wd", "wd"), ("executionpolicy", "ex"), ("ep", "ep"),
    ];

    /// <summary>Reads the command line.</summary>
    /// <param name="words">The words after the program's name.</param>
    /// <returns>What is asked for.</returns>
    /// <exception cref="UsageException">It cannot be understood.</exception>
    public static ShellArguments Parse(string[] words)
    {
        var arguments = new ShellArguments();
        for (var i = 0; i < words.Length; i++)
        {
            switch (Option(words[i]))
            {
                case "version":
                    return arguments with { Action = ShellAction.Version };
                case "help" or "?":
                    return arguments with { Action = ShellAction.Help };
                case "noexit":
                    arguments = arguments with { NoExit = true };
                    break;
                case "nologo":
                    arguments = arguments with { NoLogo = true };
                    break;
                case "noninteractive":
                    arguments = arguments with { NonInteractive = true };
                    break;
                case "interactive":
                    arguments = arguments with { NonInteractive = false };
                    break;
                case "noprofile" or "login":
                    // There is no profile to leave out, and no login shell to be.
                    break;
                case "workingdirectory" or "wd":
                    arguments = arguments with { WorkingDirectory = ValueOf("-WorkingDirectory", words, ++i) };
                    break;
                case "executionpolicy" or "ep":
                    arguments = arguments with { ExecutionPolicy = ValueOf("-ExecutionPolicy", words, ++i) };
                    break;
                case "command":
                    return WithCommand(arguments, words, i + 1);
                case "file":
                    return WithFile(arguments, words, i + 1);
                default:
                    // The first word that is no option is the script's name.
                    return WithFile(arguments, words, i);
            }
        }

        return arguments;
    }

    private static string? Option(string word)
    {
        if (word.Length < 2 || word[0] != '-')
        {
            return null;
        }

        var key = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word[1..];
        return Array.Find(s_options, o =>
            o.Name.StartsWith(key, StringComparison.OrdinalIgnoreCase) && key.StartsWith(o.Shortest, StringComparison.OrdinalIgnoreCase)).Name;
    }

    private static string ValueOf(string option, string[] words, int at) =>
        at < words.Length ? words[at] : throw new UsageException($"{option} needs a value.");

    private static ShellArguments WithCommand(ShellArguments arguments, string[] words, int at)
    {
        if (at == words.Length)
        {
            throw new UsageException("-Command needs a command, or '-' to read it from standard input.");
        }

        if (words[at] != "-")
        {
            return arguments with { Action = ShellAction.Command, Command = string.Join(' ', words[at..]) };
        }

        return at + 1 == words.Length
            ? arguments with { Action = ShellAction.StandardInput }
            : throw new UsageException("'-Command -' reads from standard input and takes no further argument.");
    }

    private static ShellArguments WithFile(ShellArguments arguments, string[] words, int at)
    {
        if (at == words.Length)
        {
            throw new UsageException("-File needs the path of a script.");
        }

        return words[at] == "-"
            ? arguments with { Action = ShellAction.StandardInput }
            : arguments with { Action = ShellAction.File, File = words[at], FileArguments = ScriptArgument.Parse(words.AsSpan(at + 1)) };
    }
}
