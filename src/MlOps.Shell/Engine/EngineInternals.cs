using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MlOps.Shell.Engine;

/// <summary>
/// The two things that PowerShell's own host and its own Format cmdlets do as friends of the engine's assembly, and that it offers to
/// nobody else. The engine's version is pinned and travels with the shell; the tests would tell when another one did it differently.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Makes <c>exit</c> in the next script file end the session with its code, as <c>-File</c> promises. Otherwise it would only set <c>$LASTEXITCODE</c>.</summary>
    public static void LetNextScriptExit(Runspace runspace)
    {
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)!.SetValue(context, true);
    }

    /// <summary>Gives a Format cmdlet the engine's implementation of its shape.</summary>
    /// <param name="cmdlet">A cmdlet that derives from one of the engine's base classes for formatting.</param>
    /// <param name="shape"><c>Table</c>, <c>List</c>, <c>Wide</c> or <c>Complex</c>.</param>
    public static void SetFormatShape(Microsoft.PowerShell.Commands.Internal.Format.FrontEndCommandBase cmdlet, string shape)
    {
        var engine = typeof(PSObject).Assembly;
        const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";
        var value = Enum.Parse(engine.GetType(Namespace + "FormatShape", throwOnError: true)!, shape);
        var command = engine.GetType(Namespace + "InnerFormatShapeCommand", throwOnError: true)!;
        var implementation = Activator.CreateInstance(command, Hidden, binder: null, [value], culture: null);
        typeof(Microsoft.PowerShell.Commands.Internal.Format.FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(cmdlet, implementation);
    }
}
