using System.Management.Automation;
using MlOps.Shell.Engine;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Interactive;

/// <summary>The conversation: prompt, read, run, again.</summary>
internal sealed class PromptLoop
{
    private const string Greeting = """
        Get-Command -Module MlOps lists the cmdlets; Get-Help <cmdlet> -Examples shows how they are used.
        Tab completes, exit leaves.
        """;

    private readonly ShellSession _session;
    private readonly Interruption _interruption;
    private readonly StandardStreams _streams;
    private readonly EngineCompleter _completer;
    private readonly History _history = new(HistoryFile.Default);

    public PromptLoop(ShellSession session, Interruption interruption, StandardStreams streams)
    {
        _session = session;
        _interruption = interruption;
        _streams = streams;
        _completer = new EngineCompleter(session.Runspace);
        session.Host.NestedPrompt = () => Converse(() => session.Host.NestedPromptEnds);
    }

    /// <summary>Runs until <c>exit</c>, Ctrl+D or SIGTERM.</summary>
    public void Run(bool showGreeting)
    {
        if (showGreeting)
        {
            _streams.Output.WriteLine(Greeting);
        }

        _interruption.IsConversation = true;
        Converse(() => false);
    }

    private void Converse(Func<bool> isOver)
    {
        while (!isOver() && _session.Host.RequestedExit is null && _interruption.ExitCode is null)
        {
            var (outcome, command) = Read();
            if (outcome == ReadOutcome.EndOfInput)
            {
                return;
            }

            if (!string.IsNullOrWhiteSpace(command))
            {
                _history.Add(command);
                _session.Runner.Run(command);
            }
        }
    }

    private ReadResult Read()
    {
        var prompt = Prompt();
        using var terminal = new ConsoleTerminal();

        // What ran last may have left the cursor behind a line without an end; the blanks then run over into a fresh one.
        terminal.Write(new string(' ', terminal.Width - 1) + "\r\e[K");
        var lastLine = prompt.LastIndexOf('\n') + 1;
        terminal.Write(prompt[..lastLine]);

        var read = ReadLine(terminal, prompt[lastLine..], earlierLines: "");
        while (read.Outcome == ReadOutcome.Line && StatementReader.IsIncomplete(read.Text))
        {
            var earlierLines = read.Text + "\n";
            read = ReadLine(terminal, ">> ", earlierLines);
            read = read with { Text = earlierLines + read.Text };
        }

        // Ctrl+C gives up this command, not the session.
        return read.Outcome == ReadOutcome.Cancelled ? new ReadResult(ReadOutcome.Line, "") : read;
    }

    private ReadResult ReadLine(ConsoleTerminal terminal, string prompt, string earlierLines) =>
        new LineEditor(terminal, _history, (text, cursor) => _completer.Complete(earlierLines, text, cursor)).ReadLine(prompt);

    // Twice: a Ctrl+C that ended a native program by itself may reach the shell only now, and stop this instead.
    private string Prompt() => EvaluatedPrompt() ?? EvaluatedPrompt() ?? "mlops> ";

    private string? EvaluatedPrompt() =>
        _session.Runner.Evaluate("prompt") is [.., { } last] && LanguagePrimitives.ConvertTo<string>(last) is { Length: > 0 } prompt ? prompt : null;
}
