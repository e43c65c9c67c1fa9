namespace MlOps.Providers.Doctor;

/// <summary>Makes the rows of a provider's check.</summary>
/// <param name="provider">The provider.</param>
internal sealed class CheckRows(string provider)
{
    /// <summary>All is well.</summary>
    public MlProviderCheck Passed(string check, string detail) => Row(check, MlCheckResult.Passed, detail, "");

    /// <summary>It may do, or cannot be seen.</summary>
    public MlProviderCheck Warning(string check, string detail, string remedy) => Row(check, MlCheckResult.Warning, detail, remedy);

    /// <summary>Something has to be mended.</summary>
    public MlProviderCheck Failed(string check, string detail, string remedy) => Row(check, MlCheckResult.Failed, detail, remedy);

    /// <summary>The check ran into an error.</summary>
    public MlProviderCheck Failed(string check, MlOpsException error) => Failed(check, error.Message, error.RecommendedAction);

    private MlProviderCheck Row(string check, MlCheckResult result, string detail, string remedy) =>
        new() { Provider = provider, Check = check, Result = result, Detail = detail, Remedy = remedy };
}
