using MlOps.Cmdlets.Hosting;

namespace MlOps.Cmdlets.Completion;

/// <summary>The names of the providers, for completion.</summary>
internal static class KnownProviders
{
    public static IEnumerable<string> Names => Lookup.Collect(_ => ProviderHost.CreateProviders(ProviderHost.CreateContext(), NoPrompt.Instance).ToAsyncEnumerable()).Select(provider => provider.Name);
}
