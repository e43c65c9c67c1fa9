using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using MlOps.Shell.Engine;

namespace MlOps.Shell.Commands;

/// <summary>Shows objects as a table, with the parameters of PowerShell's own.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Makes the cmdlet.</summary>
    public FormatTableCommand() => EngineInternals.SetFormatShape(this, "Table");
}
