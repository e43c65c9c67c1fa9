using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace MlOps.Shell.Engine;

/// <summary>
/// What PowerShell's own host and its own cmdlets do as friends of the engine's assembly, and what it offers to nobody else: few things,
/// all of them here. The engine's version is pinned and travels with the shell; the tests would tell when another one did them differently.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    private const BindingFlags Any = Hidden | BindingFlags.Public;
    private const string Formatting = "Microsoft.PowerShell.Commands.Internal.Format.";

    /// <summary>Makes <c>exit</c> in the next script file end the session with its code, as <c>-File</c> promises. Otherwise it would only set <c>$LASTEXITCODE</c>.</summary>
    public static void LetNextScriptExit(Runspace runspace)
    {
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)!.SetValue(context, true);
    }

    /// <summary>What a cmdlet throws when it has seen enough: the commands before it end, the ones behind it go on.</summary>
    public static Exception StopUpstream(Cmdlet cmdlet) =>
        (Exception)Create("System.Management.Automation.StopUpstreamCommandsException", cmdlet);

    /// <summary>Gives a Format cmdlet the engine's implementation of its shape.</summary>
    /// <param name="cmdlet">A cmdlet that derives from one of the engine's base classes for formatting.</param>
    /// <param name="shape"><c>Table</c>, <c>List</c>, <c>Wide</c> or <c>Complex</c>.</param>
    public static void SetFormatShape(FrontEndCommandBase cmdlet, string shape) =>
        Implement(cmdlet, Create(Formatting + "InnerFormatShapeCommand", Enum.Parse(EngineType(Formatting + "FormatShape"), shape)));

    /// <summary>Makes a cmdlet format objects as the end of a pipeline does, but into a text.</summary>
    /// <param name="cmdlet">A cmdlet that derives from the engine's base class for formatting.</param>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="width">The width of tables.</param>
    public static void SetTextOutput(FrontEndCommandBase cmdlet, TextWriter writer, int width)
    {
        var manager = Create(Formatting + "OutputManagerInner");
        manager.GetType().GetProperty("LineOutput", Any)!.SetValue(manager, Create(Formatting + "TextWriterLineOutput", writer, width));
        Implement(cmdlet, manager);
    }

    /// <summary>Gives a cmdlet at the end of a pipeline a fresh implementation: what follows is formatted as if it came first. The old one has to have ended, the new one to begin.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public static void RestartOutput(FrontEndCommandBase cmdlet) => Implement(cmdlet, Create(Formatting + "OutputManagerInner"));

    private static void Implement(FrontEndCommandBase cmdlet, object implementation) =>
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(cmdlet, implementation);

    private static object Create(string type, params object[] arguments) =>
        Activator.CreateInstance(EngineType(type), Any, binder: null, arguments, culture: null)!;

    private static Type EngineType(string name) => typeof(PSObject).Assembly.GetType(name, throwOnError: true)!;
}
