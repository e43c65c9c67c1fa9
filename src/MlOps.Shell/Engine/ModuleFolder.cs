namespace MlOps.Shell.Engine;

/// <summary>Where the module lies that travels with the shell.</summary>
internal static class ModuleFolder
{
    private const string ModuleName = "MlOps";

    /// <summary>The folder that holds the module's own folder: a place for PSModulePath.</summary>
    public static string Parent { get; } = Path.Combine(AppContext.BaseDirectory, "Modules");

    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(Parent, ModuleName, ModuleName + ".psd1");

    /// <summary>Lets Import-Module, Get-Module and what a script starts find the module by name.</summary>
    public static void AddToSearchPath()
    {
        const string Variable = "PSModulePath";
        var current = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, string.IsNullOrEmpty(current) ? Parent : Parent + Path.PathSeparator + current);
    }
}
