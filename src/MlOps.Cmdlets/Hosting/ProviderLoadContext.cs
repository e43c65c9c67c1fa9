using System.Reflection;
using System.Runtime.Loader;

namespace MlOps.Cmdlets.Hosting;

/// <summary>Loads the providers and their vendor packages apart from the session's own assemblies: another module may have brought an older or newer version of the same package, and keeps it.</summary>
internal sealed class ProviderLoadContext(string folder) : AssemblyLoadContext("MlOps.Providers")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The domain's types have to be the ones that the cmdlets and the session see.
        if (assemblyName.Name == typeof(MlJob).Assembly.GetName().Name)
        {
            return typeof(MlJob).Assembly;
        }

        var path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
