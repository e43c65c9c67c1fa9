namespace MlOps.Providers.Vertex.Requests;

/// <summary>The input channels of a job: folders of Cloud Storage, which a container sees as folders of its own. Nothing of them is in the request but their paths. A job's code is another such folder.</summary>
internal static class InputChannels
{
    private const string Scheme = "gs://";

    /// <exception cref="MlOpsException">A channel's data, or the job's code, is not in Cloud Storage.</exception>
    public static IReadOnlyDictionary<string, string> Check(TrainingSpec spec)
    {
        foreach (var (name, location) in spec.InputData)
        {
            if (!IsInCloudStorage(location))
            {
                throw Refused(name, location);
            }
        }

        return spec.SourceDirectory is null || IsInCloudStorage(spec.SourceDirectory) ? spec.InputData : throw RefusedCode(spec.SourceDirectory);
    }

    private static bool IsInCloudStorage(string location) => location.StartsWith(Scheme, StringComparison.Ordinal) && location.Length > Scheme.Length && location[Scheme.Length] != '/';

    private static MlOpsException Refused(string name, string location) => IsInS3(location)
        ? new(
            ErrorCode.InvalidArgument,
            $"The input channel '{TerminalText.Clean(name)}' is '{TerminalText.Clean(location)}': Vertex AI cannot read from S3.",
            $"Send-MlData copies it: Send-MlData '{TerminalText.Clean(location)}' gs://…, and -InputData takes the new address.",
            name)
        : new(
            ErrorCode.InvalidArgument,
            $"The input channel '{TerminalText.Clean(name)}' is '{TerminalText.Clean(location)}': Vertex AI reads its input from Cloud Storage.",
            "Give a gs://… address with -InputData, or a file or folder of this machine, which is sent there first.",
            name);

    private static MlOpsException RefusedCode(string source) => new(
        ErrorCode.InvalidArgument,
        IsInS3(source)
            ? $"The job's code is at '{TerminalText.Clean(source)}': Vertex AI cannot read from S3."
            : $"The job's code is at '{TerminalText.Clean(source)}': Vertex AI reads it from Cloud Storage.",
        "Give -SourceDirectory with its folder on this machine.",
        source);

    private static bool IsInS3(string location) => location.StartsWith("s3://", StringComparison.OrdinalIgnoreCase);
}
