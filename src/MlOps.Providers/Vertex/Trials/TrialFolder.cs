using MlOps.Providers.Vertex.Requests;

namespace MlOps.Providers.Vertex.Trials;

/// <summary>
/// The folder of a trial, which Vertex AI makes below that of its tuning job and names by the trial's number. The number is known in the container only, so that the request has its variable's name where it
/// belongs. The service expands it, and where it does not, the script does.
/// </summary>
internal static class TrialFolder
{
    /// <summary>What stands for the number in a request.</summary>
    public const string Reference = "$(CLOUD_ML_TRIAL_ID)";

    private const string Output = "MLOPS_OUTPUT_DIR";

    // Nobody types it, so that it is told from a reference in the job's own texts, which stays a text.
    private const string Mark = "\uE0F0trial\uE0F0";

    /// <summary>The folder of any trial, while the request is made.</summary>
    /// <param name="baseUri">The folder of the tuning job.</param>
    public static string Marked(string baseUri) => $"{baseUri.TrimEnd('/')}/{Mark}/";

    /// <summary>The folder of a trial, where a container's variables say that it has one.</summary>
    /// <param name="variables">The variables.</param>
    /// <returns>Its address, with the reference; <see langword="null"/> for a job that is no trial.</returns>
    public static string? Find(IReadOnlyDictionary<string, string> variables) =>
        variables.TryGetValue(Output, out var folder) && folder.EndsWith($"/{Reference}/output", StringComparison.Ordinal) && VertexPaths.Unmounted(folder) is { Length: > 0 } address
            ? address[..^"output".Length]
            : null;

    /// <summary>Puts the reference into its places.</summary>
    /// <param name="text">A text that is escaped otherwise.</param>
    public static string Refer(string text) => text.Replace(Mark, Reference, StringComparison.Ordinal);
}
