using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.S3.Endpoints;
using Amazon.S3.Internal;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>Where a bucket is called, and for what its requests are signed.</summary>
/// <param name="Origin">Scheme and host: <c>https://bucket.s3.eu-central-1.amazonaws.com</c>.</param>
/// <param name="Path">What stands before the slash of a key: nothing, or the bucket where it is not part of the host.</param>
/// <param name="Region">The region that is called.</param>
/// <param name="SigningRegion">The region of the signature.</param>
/// <param name="SigningName">The service of the signature.</param>
internal sealed record S3Endpoint(string Origin, string Path, string Region, string SigningRegion, string SigningName)
{
    /// <summary>What the header <c>Host</c> says.</summary>
    public string Host { get; } = new Uri(Origin).Authority;

    /// <summary>Whether what is sent can be read on the way.</summary>
    public bool IsPlain => Origin.StartsWith("http:", StringComparison.Ordinal);

    /// <summary>Finds the endpoint of a bucket.</summary>
    /// <param name="settings">Where S3 is called.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="region">The region that the bucket is in, as far as is known.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="MlOpsException">There can be none, or no region is set.</exception>
    public static S3Endpoint Of(AwsSettings settings, string bucket, string region)
    {
        if (region.Length == 0)
        {
            throw new MlOpsException(ErrorCode.NotConfigured, "There is no AWS region to call S3 in.", "Set one with Set-MlContext -SageMakerRegion, AWS_REGION or 'aws configure'; Test-MlProvider SageMaker shows what is wrong with it.", bucket);
        }

        // An emulator has one host for all buckets.
        return settings.Override("S3") is { } address
            ? new(address.GetLeftPart(UriPartial.Authority), $"{address.AbsolutePath.TrimEnd('/')}/{Uri.EscapeDataString(bucket)}", region, region, "s3")
            : Resolve(settings, bucket, region);
    }

    /// <summary>By the rules that AWS publishes and the SDK has: virtual hosts, partitions, dual stack, FIPS, access points, directory buckets.</summary>
    private static S3Endpoint Resolve(AwsSettings settings, string bucket, string region)
    {
        var parameters = new S3EndpointParameters
        {
            Bucket = bucket,
            Region = region,
            UseFIPS = settings.UsesFips,
            UseDualStack = settings.UsesDualStack,
            ForcePathStyle = false,
            Accelerate = false,
            UseGlobalEndpoint = false,
            UseArnRegion = true,
            DisableMultiRegionAccessPoints = false,

            // Requests to a directory bucket are signed like all others, without a session for each.
            DisableS3ExpressSessionAuth = true,
        };
        try
        {
            var found = new AmazonS3EndpointProvider().ResolveEndpoint(parameters);
            var address = new Uri(found.URL);
            return found.Attributes?["authSchemes"] is IEnumerable<object> schemes && schemes.OfType<PropertyBag>().FirstOrDefault(each => (string?)each["name"] == "sigv4") is { } scheme
                ? new(address.GetLeftPart(UriPartial.Authority), address.AbsolutePath.TrimEnd('/'), region, scheme["signingRegion"] as string ?? region, scheme["signingName"] as string ?? "s3")
                : throw Error(bucket, "it can only be called with signatures for several regions, which MlOps does not make.");
        }
        catch (AmazonClientException e)
        {
            throw Error(bucket, AwsRedaction.Clean(e.Message));
        }
    }

    private static MlOpsException Error(string bucket, string problem) =>
        new(ErrorCode.InvalidArgument, $"The bucket '{TerminalText.Clean(bucket)}' cannot be called: {problem}", "Look at the bucket's name and the region.", bucket);
}
