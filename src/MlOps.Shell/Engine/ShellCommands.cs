using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MlOps.Shell.Engine;

/// <summary>The cmdlets that the shell brings along: those every PowerShell has and the engine's package lacks. A real PowerShell never sees them.</summary>
internal static class ShellCommands
{
    /// <summary>Adds them. Their usual aliases are the engine's own already, the same on each platform as in PowerShell.</summary>
    public static void AddTo(InitialSessionState state)
    {
        foreach (var type in typeof(ShellCommands).Assembly.GetExportedTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                var name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
                state.Commands.Remove(name, typeof(SessionStateCmdletEntry));
                state.Commands.Add(new SessionStateCmdletEntry(name, type, helpFileName: null));
            }
        }
    }
}
