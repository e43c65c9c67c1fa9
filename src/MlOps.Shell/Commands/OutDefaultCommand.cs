using System.Management.Automation;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Commands;

/// <summary>The end of every pipeline: the engine's own formatting for objects, the short style for errors.</summary>
[Cmdlet(VerbsData.Out, "Default")]
public sealed class OutDefaultCommand : Microsoft.PowerShell.Commands.OutDefaultCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is not ErrorRecord error)
        {
            base.ProcessRecord();
            return;
        }

        foreach (var line in ErrorText.Lines(error))
        {
            Host.UI.WriteErrorLine(line);
        }
    }
}
