using System.Management.Automation;
using MlOps.Shell.Engine;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Commands;

/// <summary>The end of every pipeline: the engine's own formatting for objects, the short style for errors.</summary>
[Cmdlet(VerbsData.Out, "Default")]
public sealed class OutDefaultCommand : Microsoft.PowerShell.Commands.OutDefaultCommand
{
    private readonly OutputKind _kind = new();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is ErrorRecord error)
        {
            foreach (var line in ErrorText.Lines(error))
            {
                Host.UI.WriteErrorLine(line);
            }

            return;
        }

        if (_kind.Changes(InputObject))
        {
            // The engine shows objects of another kind behind a table as lists of all their properties. Each kind gets its own view here.
            base.EndProcessing();
            EngineInternals.RestartOutput(this);
            base.BeginProcessing();
        }

        base.ProcessRecord();
    }
}
