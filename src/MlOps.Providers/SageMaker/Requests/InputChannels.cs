using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The input channels of a request. A job's code is one of them.</summary>
internal static class InputChannels
{
    /// <summary>The channel that a job's code comes by, as in SageMaker's own SDK.</summary>
    public const string Code = "code";

    private const string Scheme = "s3://";

    /// <exception cref="MlOpsException">Something is not in S3, or the code would share its channel's name with an input.</exception>
    public static IReadOnlyList<Channel>? Of(TrainingSpec spec)
    {
        var inputs = spec.InputData.Select(input => IsInS3(input.Value) ? Of(input.Key, input.Value) : throw Refused(input.Key, input.Value));
        return spec.SourceDirectory is { } source ? [.. inputs, OfCode(spec, source)]
            : spec.InputData.Count == 0 ? null
            : [.. inputs];
    }

    private static Channel OfCode(TrainingSpec spec, string source) =>
        !IsInS3(source) ? throw RefusedCode(source)
        : !spec.InputData.ContainsKey(Code)

            // It is copied whole before the command runs, whatever the other channels do.
            ? Of(Code, source) with { InputMode = "File" }
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The input channel '{Code}' has the name by which SageMaker gets the code of -SourceDirectory.",
                "Give the input another name.",
                Code);

    private static Channel Of(string name, string location) => new()
    {
        ChannelName = name,
        DataSource = new() { S3DataSource = new() { S3DataType = "S3Prefix", S3Uri = location, S3DataDistributionType = "FullyReplicated" } },
    };

    private static bool IsInS3(string location) => location.StartsWith(Scheme, StringComparison.Ordinal);

    private static MlOpsException Refused(string name, string location) => IsInCloudStorage(location)
        ? new(
            ErrorCode.InvalidArgument,
            $"The input channel '{name}' is '{TerminalText.Clean(location)}': SageMaker cannot read from Google Cloud Storage.",
            $"Send-MlData copies it: Send-MlData '{TerminalText.Clean(location)}' s3://…, and -InputData takes the new address.",
            name)
        : new(
            ErrorCode.InvalidArgument,
            $"The input channel '{name}' is '{TerminalText.Clean(location)}': SageMaker reads its input from S3.",
            "Give an s3://… address, or a file or folder of this machine, which is sent there first.",
            name);

    private static MlOpsException RefusedCode(string source) => new(
        ErrorCode.InvalidArgument,
        IsInCloudStorage(source)
            ? $"The job's code is at '{TerminalText.Clean(source)}': SageMaker cannot read from Google Cloud Storage."
            : $"The job's code is at '{TerminalText.Clean(source)}': SageMaker reads it from S3.",
        "Give -SourceDirectory with its folder on this machine.",
        source);

    private static bool IsInCloudStorage(string location) => location.StartsWith("gs://", StringComparison.OrdinalIgnoreCase);
}
