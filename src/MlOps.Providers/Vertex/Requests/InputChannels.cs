namespace MlOps.Providers.Vertex.Requests;

/// <summary>The input channels of a job: folders of Cloud Storage, which a container sees as folders of its own. Nothing of them is in the request but their paths.</summary>
internal static class InputChannels
{
    /// <exception cref="MlOpsException">A channel's data is not in Cloud Storage.</exception>
    public static IReadOnlyDictionary<string, string> Check(IReadOnlyDictionary<string, string> inputs)
    {
        foreach (var (name, location) in inputs)
        {
            if (!location.StartsWith("gs://", StringComparison.Ordinal) || location.Length == "gs://".Length || location["gs://".Length] == '/')
            {
                throw Refused(name, location);
            }
        }

        return inputs;
    }

    private static MlOpsException Refused(string name, string location) => new(
        ErrorCode.InvalidArgument,
        location.StartsWith("s3://", StringComparison.OrdinalIgnoreCase)
            ? $"The input channel '{TerminalText.Clean(name)}' is '{TerminalText.Clean(location)}': Vertex AI cannot read from S3."
            : $"The input channel '{TerminalText.Clean(name)}' is '{TerminalText.Clean(location)}': Vertex AI reads its input from Cloud Storage.",
        location.Contains("://", StringComparison.Ordinal)
            ? "Copy the data to a bucket of Cloud Storage and give its gs://… address with -InputData."
            : "Upload it first, as with gcloud storage cp --recursive, and give its gs://… address with -InputData.",
        name);
}
