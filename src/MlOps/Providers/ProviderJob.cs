namespace MlOps;

/// <summary>A job together with the provider that runs it.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Job">The job.</param>
public sealed record ProviderJob(IProvider Provider, MlJob Job);
