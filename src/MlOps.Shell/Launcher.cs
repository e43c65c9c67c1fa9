using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using MlOps.Shell.CommandLine;
using MlOps.Shell.Engine;
using MlOps.Shell.Hosting;
using MlOps.Shell.Interactive;

namespace MlOps.Shell;

/// <summary>Does what the command line asks for and finds the exit code.</summary>
internal sealed class Launcher(StandardStreams streams)
{
    /// <summary>Runs the shell.</summary>
    /// <param name="words">The command line.</param>
    /// <returns>The exit code.</returns>
    public int Run(string[] words)
    {
        var arguments = ArgumentParser.Parse(words);
        switch (arguments.Action)
        {
            case ShellAction.Version:
                streams.Output.WriteLine($"mlops {VersionOf(typeof(Launcher))} (PowerShell {VersionOf(typeof(PSObject))})");
                return ExitCode.Success;
            case ShellAction.Help:
                streams.Output.WriteLine(Usage.Text);
                return ExitCode.Success;
            default:
                return RunSession(arguments);
        }
    }

    private int RunSession(ShellArguments arguments)
    {
        var script = arguments.Action == ShellAction.File ? FullPathOf(arguments.File) : "";
        if (arguments.WorkingDirectory.Length > 0)
        {
            Enter(arguments.WorkingDirectory);
        }

        var host = new ShellHost(new ShellUi(streams, new Questions(arguments.NonInteractive || !streams.IsInteractive)));
        using var interruption = new Interruption(streams);
        using var session = ShellSession.Open(host, streams, arguments);
        interruption.Attach(session.Runner, host.UI);

        var ended = arguments.Action switch
        {
            ShellAction.Command => RunCommand(session, arguments.Command),
            ShellAction.File => RunScript(session, script, arguments),
            _ => true,
        };
        if (arguments.Action is ShellAction.Prompt or ShellAction.StandardInput || (arguments.NoExit && host.RequestedExit is null))
        {
            Converse(session, interruption, arguments);
        }

        return interruption.ExitCode ?? host.RequestedExit ?? (ended ? ExitCodeOf(session, arguments) : ExitCode.Failure);
    }

    // A script that reaches its end has succeeded, whatever its last command was; a command is as good as its last word.
    private static int ExitCodeOf(ShellSession session, ShellArguments arguments) =>
        (arguments.Action == ShellAction.File && !arguments.NoExit) || session.LastCommandSucceeded ? ExitCode.Success : ExitCode.Failure;

    private static bool RunCommand(ShellSession session, string command) =>
        session.Runner.Run(command, InputOf(Parser.ParseInput(command, out _, out _)));

    private static bool RunScript(ShellSession session, string path, ShellArguments arguments)
    {
        // Without .ps1 the engine would take the file for a native program; a script may begin with #! and have any name.
        var command = path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(path, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(path), isScript: true, useLocalScope: false);
        foreach (var argument in arguments.FileArguments)
        {
            command.Parameters.Add(argument switch
            {
                { Name: { } name, Value: null } => new CommandParameter(name),
                _ => new CommandParameter(argument.Name, argument.Value),
            });
        }

        if (!arguments.NoExit)
        {
            EngineInternals.LetNextScriptExit(session.Runspace);
        }

        return session.Runner.Run(command, InputOf(Parser.ParseFile(path, out _, out _)));
    }

    // Standard input is the script's only if it says so: otherwise it is there for the programs that the script starts.
    private static IEnumerable<string>? InputOf(Ast script) =>
        Console.IsInputRedirected && script.Find(IsInputVariable, searchNestedScriptBlocks: false) is not null ? Lines(Console.In) : null;

    private static bool IsInputVariable(Ast part) =>
        part is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private void Converse(ShellSession session, Interruption interruption, ShellArguments arguments)
    {
        if (streams.IsInteractive && !arguments.NonInteractive)
        {
            new PromptLoop(session, interruption, streams).Run(showGreeting: !arguments.NoLogo && arguments.Action == ShellAction.Prompt);
        }
        else
        {
            StatementLoop.Run(session, interruption, Console.In);
        }
    }

    private static string FullPathOf(string file)
    {
        var path = Path.GetFullPath(file);
        if (File.Exists(path))
        {
            return path;
        }

        throw new UsageException(file.StartsWith('-') ? $"There is no option '{file}'." : $"There is no script file '{file}'.");
    }

    private static void Enter(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder '{folder}'.");
        }

        Directory.SetCurrentDirectory(folder);
    }

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(' ', '+')[0];
}
