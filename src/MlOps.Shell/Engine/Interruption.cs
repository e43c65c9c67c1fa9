using System.Runtime.InteropServices;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Engine;

/// <summary>Ctrl+C, SIGTERM and a reader that has gone: each stops what runs, and all but Ctrl+C at the prompt end the session.</summary>
internal sealed class Interruption : IDisposable
{
    // What does not let itself be stopped within this time is left behind.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly StandardStreams _streams;
    private volatile PipelineRunner? _runner;
    private Timer? _lastResort;

    public Interruption(StandardStreams streams)
    {
        _streams = streams;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
    }

    /// <summary>The exit code that the interruption asks for, or null.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether the session is a conversation, which Ctrl+C does not end.</summary>
    public bool IsConversation { get; set; }

    /// <summary>Tells what to stop.</summary>
    public void Attach(PipelineRunner runner, ShellUi ui)
    {
        _runner = runner;
        ui.OutputClosed += () => End(Shell.ExitCode.ClosedPipe);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _lastResort?.Dispose();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (IsConversation)
        {
            _runner?.Stop();
        }
        else if (ExitCode is not null)
        {
            // Asked a second time: do not wait for what will not stop.
            Leave(ExitCode.Value);
        }
        else
        {
            End(Shell.ExitCode.Interrupted);
        }
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        End(Shell.ExitCode.Terminated);
    }

    private void End(int exitCode)
    {
        ExitCode ??= exitCode;
        if (_runner is not { IsRunning: true } runner)
        {
            Leave(exitCode);
            return;
        }

        _lastResort = new Timer(_ => Leave(exitCode), state: null, s_patience, Timeout.InfiniteTimeSpan);
        runner.Stop();
    }

    private void Leave(int exitCode)
    {
        _streams.Error.Flush();
        Environment.Exit(exitCode);
    }
}
