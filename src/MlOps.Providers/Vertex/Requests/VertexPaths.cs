namespace MlOps.Providers.Vertex.Requests;

/// <summary>
/// The folders of a job in a container of Vertex AI, where every bucket that the job may read is a folder below <c>/gcs</c>. Model, checkpoints and event files are in the folders
/// below the base folder that the service itself names in <c>AIP_MODEL_DIR</c>, <c>AIP_CHECKPOINT_DIR</c> and <c>AIP_TENSORBOARD_LOG_DIR</c>.
/// </summary>
internal static class VertexPaths
{
    private const string Scheme = "gs://";

    /// <summary>The folder of a job: its name is what its files are found by. Names are not unique on Vertex AI, so a job of the same name writes to the same folder.</summary>
    public static string BaseUri(string bucket, string job) => $"{Scheme}{bucket}/mlops/{job}/";

    /// <summary>Where a container sees an address of Cloud Storage; empty when it is none.</summary>
    public static string Mounted(string? uri) => uri?.StartsWith(Scheme, StringComparison.Ordinal) == true ? $"/gcs/{uri[Scheme.Length..].TrimEnd('/')}" : "";

    /// <summary>The address of what a container sees in a folder; empty when it is none of Cloud Storage.</summary>
    public static string Unmounted(string path) => path.StartsWith("/gcs/", StringComparison.Ordinal) ? $"{Scheme}{path["/gcs/".Length..]}" : "";

    /// <param name="inputs">The channels and their addresses.</param>
    /// <param name="baseUri">The base folder; <see langword="null"/> when the job has none.</param>
    public static TrainingPaths Of(IReadOnlyDictionary<string, string> inputs, string? baseUri)
    {
        var root = Mounted(baseUri);
        return new()
        {
            Inputs = inputs.ToDictionary(channel => channel.Key, channel => Mounted(channel.Value), StringComparer.Ordinal),
            Output = Below("output"),
            Model = Below("model"),
            Checkpoints = Below("checkpoints"),
            TensorBoard = Below("logs"),
        };

        string Below(string folder) => root.Length > 0 ? $"{root}/{folder}" : "";
    }

    /// <summary>The variables that the service itself sets for a base folder.</summary>
    public static Dictionary<string, string> ServiceVariables(string? baseUri) => baseUri is not { Length: > 0 }
        ? new(StringComparer.Ordinal)
        : new(StringComparer.Ordinal)
        {
            ["AIP_MODEL_DIR"] = $"{baseUri.TrimEnd('/')}/model/",
            ["AIP_CHECKPOINT_DIR"] = $"{baseUri.TrimEnd('/')}/checkpoints/",
            ["AIP_TENSORBOARD_LOG_DIR"] = $"{baseUri.TrimEnd('/')}/logs/",
        };
}
