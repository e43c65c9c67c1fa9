namespace MlOps;

/// <summary>The providers that a command works with, chosen by name.</summary>
public sealed class ProviderSelection
{
    /// <summary>The name that stands for every provider that is configured.</summary>
    public const string All = "All";

    private ProviderSelection(IReadOnlyList<IProvider> chosen, bool namesAll)
    {
        Chosen = chosen;
        Usable = [.. chosen.Where(provider => provider.MissingConfiguration is null)];
        var unusable = chosen.Except(Usable).ToArray();
        Skipped = namesAll ? unusable : [];
        Errors = namesAll ? [] : [.. unusable.Select(NotConfigured)];
    }

    /// <summary>Every provider that was chosen, configured or not.</summary>
    public IReadOnlyList<IProvider> Chosen { get; }

    /// <summary>The chosen providers that are configured.</summary>
    public IReadOnlyList<IProvider> Usable { get; }

    /// <summary>The providers that <see cref="All"/> leaves out because they are not configured.</summary>
    public IReadOnlyList<IProvider> Skipped { get; }

    /// <summary>One error for each provider that was chosen by its name and is not configured.</summary>
    public IReadOnlyList<MlOpsException> Errors { get; }

    /// <summary>Chooses providers by name, each once.</summary>
    /// <param name="providers">The providers that there are.</param>
    /// <param name="names">The names, in any case; <see cref="All"/> for every provider.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="MlOpsException">There is no provider of that name.</exception>
    public static ProviderSelection Choose(IReadOnlyList<IProvider> providers, IReadOnlyList<string> names)
    {
        var namesAll = names.Contains(All, StringComparer.OrdinalIgnoreCase);
        IProvider[] named = [.. names.Where(name => !IsAll(name)).Select(name => Find(providers, name)).Distinct()];
        return new(namesAll ? providers : named, namesAll);
    }

    /// <summary>The one provider of a name, which has to be configured.</summary>
    /// <param name="providers">The providers that there are.</param>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="MlOpsException">There is no provider of that name, or it is not configured.</exception>
    public static IProvider ChooseOne(IReadOnlyList<IProvider> providers, string name)
    {
        var provider = Find(providers, name);
        return provider.MissingConfiguration is null ? provider : throw NotConfigured(provider);
    }

    /// <summary>The one provider of a name, configured or not: to see what it would do, or what is missing.</summary>
    /// <param name="providers">The providers that there are.</param>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="MlOpsException">There is no provider of that name.</exception>
    public static IProvider FindOne(IReadOnlyList<IProvider> providers, string name) => Find(providers, name);

    private static bool IsAll(string name) => string.Equals(name, All, StringComparison.OrdinalIgnoreCase);

    private static IProvider Find(IReadOnlyList<IProvider> providers, string name) =>
        providers.FirstOrDefault(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"This version of MlOps has no provider '{name}'.",
            $"The providers are {string.Join(", ", providers.Select(provider => provider.Name))}.",
            name);

    private static MlOpsException NotConfigured(IProvider provider) => new(
        ErrorCode.NotConfigured,
        $"{provider.Name} is not configured: {provider.MissingConfiguration}",
        $"Test-MlProvider {provider.Name} shows what is missing; Set-MlContext sets it.",
        provider.Name);
}
