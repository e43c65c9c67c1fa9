using System.Collections.Concurrent;
using System.Reflection;

namespace MlOps.Cmdlets.Hosting;

/// <summary>Where the cmdlets get the providers and the settings from. Loaded when first needed, so that importing the module costs nothing.</summary>
internal static class ProviderHost
{
    private static readonly Lazy<IProviderCatalog> s_catalog = new(LoadCatalog);

    /// <summary>What <c>Set-MlContext -Scope Session</c> has set.</summary>
    public static ConcurrentDictionary<string, string> SessionSettings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The settings in force now.</summary>
    public static MlContext CreateContext() =>
        new([MlContext.DefaultProvider, .. s_catalog.Value.Settings], SessionSettings, SavedContext.DefaultPath);

    /// <summary>What makes studies and takes them up again.</summary>
    public static StudyControl Studies => new(StudyStore.Default, s_catalog.Value.RunStudy);

    /// <summary>The providers, with the settings in force now.</summary>
    public static IReadOnlyList<IProvider> CreateProviders(MlContext context, IUserPrompt prompt) =>
        [.. s_catalog.Value.Create(context, prompt).Select(provider => new ProviderWithStudies(provider, StudyStore.Default, Studies))];

    private static IProviderCatalog LoadCatalog()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ProviderHost).Assembly.Location)!, "providers");
        var assembly = new ProviderLoadContext(folder).LoadFromAssemblyName(new AssemblyName("MlOps.Providers"));
        return (IProviderCatalog)Activator.CreateInstance(assembly.GetType("MlOps.Providers.ProviderCatalog", throwOnError: true)!)!;
    }
}
