namespace MlOps.Benchmarks.CloudLists;

/// <summary>Vertex AI's jobs, beside gcloud.</summary>
internal sealed class ListVertexBenchmark : CloudListBenchmark
{
    public override string Name => "list-vertex";

    public override string Description => "Get-MlJob over 10,000 jobs of Vertex AI, and gcloud's list of their names";

    protected override string Provider => "Vertex";

    protected override string Kind => "project";

    protected override (string Program, string[] Names, string[] Version, string Shown) Tool => (
        "gcloud",
        ["ai", "custom-jobs", "list", "--region=europe-west4", "--page-size=100", "--format=value(displayName)"],
        ["--version"],
        "gcloud ai custom-jobs list");

    protected override IReadOnlyDictionary<string, string> Environment(string url, string home)
    {
        // gcloud wants a token also where none is looked at.
        var token = Path.Combine(home, "token");
        File.WriteAllText(token, "token");
        return new Dictionary<string, string>
        {
            ["CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM"] = $"{url}/",
            ["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"] = token,
            ["CLOUDSDK_CONFIG"] = home,
            ["CLOUDSDK_CORE_DISABLE_PROMPTS"] = "1",
            ["CLOUDSDK_CORE_PROJECT"] = "ml-project-1",
            ["GOOGLE_CLOUD_PROJECT"] = "ml-project-1",
            ["GOOGLE_CLOUD_REGION"] = "europe-west4",
        };
    }
}
