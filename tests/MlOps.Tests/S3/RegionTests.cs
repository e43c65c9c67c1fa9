using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using MlOps.Providers.S3;
using MlOps.Tests.Support;

namespace MlOps.Tests.S3;

/// <summary>Buckets that are elsewhere than the settings say.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class RegionTests : IDisposable
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Listener _listener;

    public RegionTests() => _listener = new(Answer);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("redirects", 301)]
    [InlineData("refuses", 400)]
    public async Task A_bucket_is_called_in_its_own_region_as_soon_as_that_is_known(string bucket, int status)
    {
        var store = Store();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("a", Assert.Single(await store.ListAsync(new("s3://", bucket, ""), Stop).ToListAsync(Stop)).Location.Key);
        }

        Assert.Equal([$"eu-central-1 {status}", "us-west-2 200", "us-west-2 200"], _asked);
    }

    [Fact]
    public async Task What_cannot_be_sent_twice_is_sent_where_the_upload_was_begun()
    {
        var content = S3Fixture.Bytes(20 << 20);
        using var folder = new TemporaryFolder();
        var store = Store(new(folder.Path));
        await using var writer = await store.WriteAsync(new() { Location = new("s3://", "redirects", "a"), Size = content.Length, Identity = "1" }, Stop);

        await writer.WriteAsync(0, Upload.Content(writer.Parts[0], content), Stop);

        Assert.Equal(["eu-central-1 301", "us-west-2 200", "us-west-2 200"], _asked);
    }

    [Fact]
    public async Task The_region_of_a_bucket_is_found()
    {
        Assert.Equal("us-west-2", await Store().FindRegionAsync("redirects", Stop));
        Assert.Equal("us-west-2", await Store().FindRegionAsync("elsewhere", Stop));
    }

    [Fact]
    public async Task A_region_that_the_address_does_not_serve_is_named()
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => Store().ListAsync(new("s3://", "elsewhere", ""), Stop).CountAsync(Stop).AsTask());

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("'elsewhere' is in us-west-2", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _listener.Dispose();

    private static S3Store Store(TransferNotes? notes = null) => new(new("eu-central-1", null), () => new BasicAWSCredentials("AKIAMADEUPMADEUPMADE", "secret"), notes);

    /// <summary>Serves buckets of one region; it knows from the signature which one was meant.</summary>
    private string Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        var region = request.Headers["Authorization"]!.Split('/')[2];
        var bucket = request.Url!.Segments[1].Trim('/');
        response.StatusCode = region == "us-west-2" && bucket != "elsewhere" ? 200 : bucket == "refuses" ? 400 : 301;
        response.Headers["x-amz-bucket-region"] = "us-west-2";
        response.Headers["ETag"] = "\"1\"";
        _asked.Enqueue($"{region} {response.StatusCode}");
        return response.StatusCode != 200 ? "<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region is wrong</Message></Error>"
            : request.HttpMethod == "POST" ? "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
            : "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents><IsTruncated>false</IsTruncated></ListBucketResult>";
    }
}
