namespace MlOps.Providers.Aws;

/// <summary>An AWS service that speaks JSON 1.1, as <c>botocore</c>'s service models describe it.</summary>
/// <param name="Id">The id by which the SDK finds a service's own endpoint setting: <c>AWS_ENDPOINT_URL_SAGEMAKER</c>, <c>AWS_ENDPOINT_URL_CLOUDWATCH_LOGS</c>.</param>
/// <param name="SigningName">The service's name in a signature.</param>
/// <param name="TargetPrefix">What stands before the operation in the header <c>X-Amz-Target</c>.</param>
/// <param name="HostName">The host of a region, without what follows the region: it is told the partition, the region, whether FIPS is wanted, and whether dual stack is.</param>
internal sealed record AwsService(string Id, string SigningName, string TargetPrefix, Func<AwsPartition, string, bool, bool, string> HostName)
{
    /// <summary>Amazon SageMaker.</summary>
    public static AwsService SageMaker { get; } = new("SageMaker", "sagemaker", "SageMaker", SageMakerHost);

    /// <summary>Amazon CloudWatch Logs.</summary>
    public static AwsService Logs { get; } = new("CloudWatch Logs", "logs", "Logs_20140328", LogsHost);

    /// <summary>The address of the service in a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="fips">Whether the endpoint has to be validated under FIPS 140.</param>
    /// <param name="dualStack">Whether it has to answer over IPv6 too.</param>
    /// <returns>The address.</returns>
    public Uri Endpoint(string region, bool fips, bool dualStack)
    {
        var partition = AwsPartition.Of(region);
        return new($"https://{HostName(partition, region, fips, dualStack)}.{(dualStack ? partition.DualStackSuffix : partition.Suffix)}");
    }

    // The two rule sets, word for word: only without dual stack, and only in some partitions, FIPS has another host.
    private static string SageMakerHost(AwsPartition partition, string region, bool fips, bool dualStack) =>
        !fips ? $"api.sagemaker.{region}"
        : !dualStack && partition.Id is "aws" or "aws-us-gov" ? $"api-fips.sagemaker.{region}"
        : $"api.sagemaker-fips.{region}";

    private static string LogsHost(AwsPartition partition, string region, bool fips, bool dualStack) =>
        fips && (dualStack || partition.Id != "aws-us-gov") ? $"logs-fips.{region}" : $"logs.{region}";
}
