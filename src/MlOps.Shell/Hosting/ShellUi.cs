using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using MlOps.Shell.Hosting.Progress;

namespace MlOps.Shell.Hosting;

/// <summary>
/// What the engine writes: objects and Write-Host to standard output; errors, warnings, verbose and debug lines and progress to standard
/// error, so that what a script pipes or redirects is data only.
/// </summary>
internal sealed class ShellUi : PSHostUserInterface
{
    private readonly Lock _lock = new();
    private readonly StandardStreams _streams;
    private readonly IProgressView _progress;
    private readonly Questions _questions;

    public ShellUi(StandardStreams streams, Questions questions)
    {
        _streams = streams;
        _questions = questions;
        _progress = streams.ErrorIsTerminal ? new ProgressLine(streams.Error) : new ProgressLog(streams.Error, TimeProvider.System);
        RawUI = new ShellRawUi(streams);
    }

    /// <summary>Called once when the reader of standard output has gone.</summary>
    public event Action? OutputClosed;

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _streams.OutputHasColors;

    /// <summary>Whether the reader of standard output has gone.</summary>
    public bool IsOutputClosed { get; private set; }

    /// <summary>Takes the progress off the screen: what it was about has ended.</summary>
    public void EndProgress()
    {
        lock (_lock)
        {
            _progress.End();
        }
    }

    public override void Write(string value) => WriteOutput(value, newLine: false);

    public override void WriteLine(string value) => WriteOutput(value, newLine: true);

    public override void WriteLine() => WriteOutput("", newLine: true);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteOutput(Colored(foregroundColor, value), newLine: false);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteOutput(Colored(foregroundColor, value), newLine: true);

    public override void WriteErrorLine(string value) => WriteMessage(value, PSStyle.Instance.Formatting.Error);

    public override void WriteWarningLine(string message) => WriteMessage("WARNING: " + message, PSStyle.Instance.Formatting.Warning);

    public override void WriteVerboseLine(string message) => WriteMessage("VERBOSE: " + message, PSStyle.Instance.Formatting.Verbose);

    public override void WriteDebugLine(string message) => WriteMessage("DEBUG: " + message, PSStyle.Instance.Formatting.Debug);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_lock)
        {
            _progress.Show(sourceId, record);
        }
    }

    public override string ReadLine() => Ask(() => _questions.ReadLine(""));

    public override SecureString ReadLineAsSecureString() => Ask(() => _questions.ReadSecret(""));

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        Ask(() => _questions.Fields(this, caption, message, descriptions));

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        Ask(() => _questions.Choice(this, caption, message, choices, defaultChoice));

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        Ask(() => _questions.Credential(this, caption, message, userName));

    private T Ask<T>(Func<T> question)
    {
        EndProgress();
        return question();
    }

    private void WriteOutput(string value, bool newLine)
    {
        lock (_lock)
        {
            _progress.Hide();
            if (IsOutputClosed)
            {
                return;
            }

            var text = GetOutputString(value, SupportsVirtualTerminal);
            try
            {
                if (newLine)
                {
                    _streams.Output.WriteLine(text);
                }
                else
                {
                    _streams.Output.Write(text);
                }

                return;
            }
            catch (IOException)
            {
                IsOutputClosed = true;
            }
        }

        OutputClosed?.Invoke();
    }

    private void WriteMessage(string value, string style)
    {
        lock (_lock)
        {
            _progress.Hide();
            try
            {
                _streams.Error.WriteLine(
                    _streams.ErrorHasColors ? style + value + PSStyle.Instance.Reset : GetOutputString(value, supportsVirtualTerminal: false));
            }
            catch (IOException)
            {
                // Whoever closed standard error does not want to be told.
            }
        }
    }

    private string Colored(ConsoleColor color, string value) =>
        SupportsVirtualTerminal && color != RawUI.ForegroundColor
            ? PSStyle.MapForegroundColorToEscapeSequence(color) + value + PSStyle.Instance.Reset
            : value;
}
