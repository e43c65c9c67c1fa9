namespace MlOps.Providers.Vertex.Doctor;

/// <summary>Makes the rows of a check.</summary>
internal static class VertexRow
{
    public static MlProviderCheck Passed(string check, string detail) => Row(check, MlCheckResult.Passed, detail, "");

    public static MlProviderCheck Warning(string check, string detail, string remedy) => Row(check, MlCheckResult.Warning, detail, remedy);

    public static MlProviderCheck Failed(string check, string detail, string remedy) => Row(check, MlCheckResult.Failed, detail, remedy);

    /// <summary>The row for an error that a check ran into.</summary>
    public static MlProviderCheck Failed(string check, MlOpsException error) => Failed(check, error.Message, error.RecommendedAction);

    private static MlProviderCheck Row(string check, MlCheckResult result, string detail, string remedy) =>
        new() { Provider = VertexProvider.ProviderName, Check = check, Result = result, Detail = detail, Remedy = remedy };
}
