using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The input channels of a request.</summary>
internal static class InputChannels
{
    public static IReadOnlyList<Channel>? Of(IReadOnlyDictionary<string, string> inputs) =>
        inputs.Count == 0 ? null : [.. inputs.Select(input => Of(input.Key, input.Value))];

    private static Channel Of(string name, string location) =>
        location.StartsWith("s3://", StringComparison.Ordinal)
            ? new()
            {
                ChannelName = name,
                DataSource = new() { S3DataSource = new() { S3DataType = "S3Prefix", S3Uri = location, S3DataDistributionType = "FullyReplicated" } },
            }
            : throw Refused(name, location);

    private static MlOpsException Refused(string name, string location) => new(
        ErrorCode.InvalidArgument,
        location.StartsWith("gs://", StringComparison.OrdinalIgnoreCase)
            ? $"The input channel '{name}' is '{location}': SageMaker cannot read from Google Cloud Storage."
            : $"The input channel '{name}' is '{location}': SageMaker reads its input from S3.",
        location.Contains("://", StringComparison.Ordinal)
            ? "Copy the data to a bucket of S3 and give its s3://… address."
            : "Upload it first, as with aws s3 cp --recursive, and give its s3://… address.",
        name);
}
