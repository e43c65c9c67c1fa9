using System.Reflection;
using System.Runtime.Loader;

namespace MlOps.Help.Reading;

/// <summary>Loads the assembly of the cmdlets apart from the process's own ones: a test that reads the help may also import the module.</summary>
internal static class CmdletAssembly
{
    /// <summary>Loads the assembly; what it needs is taken from the process, else from its own folder.</summary>
    public static Assembly Load(string path)
    {
        var full = Path.GetFullPath(path);
        var context = new AssemblyLoadContext("MlOps.Help");
        context.Resolving += (loading, name) =>
            Path.Combine(Path.GetDirectoryName(full)!, name.Name + ".dll") is var beside && File.Exists(beside) ? loading.LoadFromAssemblyPath(beside) : null;
        return context.LoadFromAssemblyPath(full);
    }
}
