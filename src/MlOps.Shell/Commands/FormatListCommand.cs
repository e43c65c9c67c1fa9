using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using MlOps.Shell.Engine;

namespace MlOps.Shell.Commands;

/// <summary>Shows objects as lists of properties, with the parameters of PowerShell's own.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Makes the cmdlet.</summary>
    public FormatListCommand() => EngineInternals.SetFormatShape(this, "List");
}
