using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>Lists and reads objects of S3.</summary>
internal sealed class S3Store
{
    /// <summary>What the address of an object begins with.</summary>
    public const string Scheme = "s3://";

    private const string ServiceId = "S3";
    private const string RegionHeader = "x-amz-bucket-region";

    private readonly Lazy<AWSCredentials> _credentials;
    private readonly Lazy<AmazonS3Client> _client;

    /// <summary>Makes a store. Nothing is asked for and nobody called before its first call.</summary>
    /// <param name="settings">Where it is called.</param>
    /// <param name="credentials">Finds what calls are signed with.</param>
    public S3Store(AwsSettings settings, Func<AWSCredentials> credentials)
    {
        _credentials = new(credentials);
        _client = new(() => Create(settings, _credentials.Value));
    }

    /// <summary>Lists the objects whose keys begin with a prefix, by key.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The objects, as they arrive.</returns>
    /// <exception cref="MlOpsException">S3 refused, or could not be reached.</exception>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = prefix.Bucket, Prefix = prefix.Key };
        while (true)
        {
            var page = await CallAsync("ListBucket", prefix, client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var item in page.S3Objects ?? [])
            {
                yield return new() { Location = prefix with { Key = item.Key }, Size = item.Size ?? 0, LastModified = new(item.LastModified?.ToUniversalTime() ?? DateTime.UnixEpoch, TimeSpan.Zero) };
            }

            if (page.IsTruncated != true)
            {
                yield break;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <summary>Opens an object.</summary>
    /// <param name="location">The object.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="MlOpsException">It is gone, S3 refused, or could not be reached.</exception>
    public async Task<Stream> OpenAsync(ObjectLocation location, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("GetObject", location, client => client.GetObjectAsync(location.Bucket, location.Key, cancellationToken), cancellationToken).ConfigureAwait(false);
        return answer.ResponseStream;
    }

    /// <summary>The region that a bucket is in.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The region; empty when S3 does not say.</returns>
    /// <exception cref="MlOpsException">There is no such bucket, S3 refused, or could not be reached.</exception>
    public async Task<string> FindRegionAsync(string bucket, CancellationToken cancellationToken)
    {
        return await CallAsync("ListBucket", new(Scheme, bucket, ""), client => FindRegionAsync(client, bucket, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> FindRegionAsync(AmazonS3Client client, string bucket, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.HeadBucketAsync(new() { BucketName = bucket }, cancellationToken).ConfigureAwait(false);
            return answer.BucketRegion ?? "";
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest && RegionIn(e) is { Length: > 0 } region)
        {
            // Asked in the wrong region, S3 says which is the right one.
            return region;
        }
    }

    private static string? RegionIn(AmazonS3Exception exception) =>
        exception.InnerException is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(RegionHeader) ? response.GetHeaderValue(RegionHeader) : null;

    private static AmazonS3Client Create(AwsSettings settings, AWSCredentials credentials)
    {
        var endpoint = settings.Override(ServiceId);
        var config = new AmazonS3Config
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = settings.Attempts - 1,
            IgnoreConfiguredEndpointUrls = true,
            DisableLogging = true,
        };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = settings.Region;

            // An emulator has one host for all buckets.
            config.ForcePathStyle = true;
        }

        return new(credentials, config);
    }

    private async Task<T> CallAsync<T>(string action, ObjectLocation location, Func<AmazonS3Client, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var client = await Task.Run(() => _client.Value, cancellationToken).ConfigureAwait(false);
            await AwsSignIn.EnsureAsync(_credentials.Value, cancellationToken).ConfigureAwait(false);
            return await call(client).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            throw new MlOpsException(ErrorCode.NotFound, $"S3 has nothing at {TerminalText.Clean(location.ToString())}: {AwsRedaction.Clean(e.Message)}", "Look at the bucket's name and region.", location.ToString());
        }
        catch (Exception e) when (AwsErrors.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.From($"s3:{action}", location.Bucket, e);
        }
    }
}
