using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using MlOps.Shell.CommandLine;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Engine;

/// <summary>An engine with the module in it.</summary>
internal sealed class ShellSession : IDisposable
{
    private const string Prompt = "\"mlops $($executionContext.SessionState.Path.CurrentLocation)$('>' * ($nestedPromptLevel + 1)) \"";

    private ShellSession(Runspace runspace, ShellHost host)
    {
        Runspace = runspace;
        Host = host;
        Runner = new PipelineRunner(runspace, host);
    }

    public Runspace Runspace { get; }

    public ShellHost Host { get; }

    public PipelineRunner Runner { get; }

    /// <summary>Whether the last command succeeded: <c>$?</c>.</summary>
    public bool LastCommandSucceeded => LanguagePrimitives.IsTrue(Runspace.SessionStateProxy.GetVariable("?"));

    /// <summary>Opens the engine and imports the module.</summary>
    /// <exception cref="BrokenInstallationException">The module is missing or cannot be imported.</exception>
    public static ShellSession Open(ShellHost host, StandardStreams streams, ShellArguments arguments)
    {
        if (!File.Exists(ModuleFolder.Manifest))
        {
            throw new BrokenInstallationException($"The MlOps module is missing: there is no {ModuleFolder.Manifest}. Install mlops again.");
        }

        ModuleFolder.AddToSearchPath();
        if (!streams.OutputHasColors)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        var runspace = RunspaceFactory.CreateRunspace(host, InitialState(arguments));
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        try
        {
            runspace.Open();
        }
        catch (RuntimeException e)
        {
            runspace.Dispose();
            throw new BrokenInstallationException($"The MlOps module at {ModuleFolder.Manifest} cannot be imported: {e.Message}");
        }

        return new ShellSession(runspace, host);
    }

    public void Dispose() => Runspace.Dispose();

    private static InitialSessionState InitialState(ShellArguments arguments)
    {
        var state = InitialSessionState.CreateDefault2();
        ShellCommands.AddTo(state);
        state.Commands.Remove("prompt", typeof(SessionStateFunctionEntry));
        state.Commands.Add(new SessionStateFunctionEntry("prompt", Prompt));
        state.ImportPSModule([ModuleFolder.Manifest]);
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows() && arguments.ExecutionPolicy.Length > 0)
        {
            state.ExecutionPolicy = Enum.TryParse<ExecutionPolicy>(arguments.ExecutionPolicy, ignoreCase: true, out var policy)
                ? policy
                : throw new UsageException($"'{arguments.ExecutionPolicy}' is no execution policy.");
        }

        return state;
    }
}
