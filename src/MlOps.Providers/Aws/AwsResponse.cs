using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>A response, read.</summary>
internal sealed class AwsResponse : AmazonWebServiceResponse
{
    /// <summary>What was read from it.</summary>
    public object? Value { get; init; }
}
