using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MlOps.Cmdlets.Hosting;

/// <summary>Loads the providers and their vendor packages apart from the session's own assemblies: another module may have brought an older or newer version of the same package, and keeps it.</summary>
internal sealed class ProviderLoadContext(string folder) : AssemblyLoadContext("MlOps.Providers")
{
    /// <summary>The folder of what was compiled for this platform. It may not be there, and then the code is compiled as it runs.</summary>
    private readonly string _precompiled = Path.Combine(folder, Platform);

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The domain's types have to be the ones that the cmdlets and the session see.
        if (assemblyName.Name == typeof(MlJob).Assembly.GetName().Name)
        {
            return typeof(MlJob).Assembly;
        }

        var file = assemblyName.Name + ".dll";
        return new[] { Path.Combine(_precompiled, file), Path.Combine(folder, file) }.FirstOrDefault(File.Exists) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
