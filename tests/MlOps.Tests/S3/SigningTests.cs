using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using MlOps.Providers.S3;

namespace MlOps.Tests.S3;

/// <summary>Signatures, as AWS's documentation computes them and as its SDK makes them.</summary>
public class SigningTests
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly ImmutableCredentials s_documented = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);

    private static readonly S3Endpoint s_endpoint = new("https://examplebucket.s3.amazonaws.com", "", "us-east-1", "us-east-1", "s3");

    public static TheoryData<string, string, string, (string, string)[], string, string> Documented => new()
    {
        { "GET", "/test.txt", "", [("range", "bytes=0-9")], EmptyHash, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
        {
            "PUT", "/test%24file.text", "", [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        },
        { "GET", "/", "lifecycle=", [], EmptyHash, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
        { "GET", "/", "max-keys=2&prefix=J", [], EmptyHash, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
    };

    [Theory]
    [MemberData(nameof(Documented))]
    public void The_examples_of_the_documentation_are_signed_as_there(string method, string path, string query, (string, string)[] headers, string hash, string signature)
    {
        List<(string, string)> all = [.. headers, ("host", s_endpoint.Host), ("x-amz-content-sha256", hash), ("x-amz-date", "20130524T000000Z")];

        var header = S3Signature.Authorize(method, path, query, all, hash, s_endpoint, s_documented, new(2013, 5, 24, 0, 0, 0, DateTimeKind.Utc));

        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=", header, StringComparison.Ordinal);
        Assert.EndsWith($"Signature={signature}", header, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddKeys.All), MemberType = typeof(OddKeys))]
    public async Task Every_key_is_addressed_and_signed_as_by_the_SDK(string key)
    {
        var sent = new Capture();
        using var sdk = new AmazonS3Client(new BasicAWSCredentials(s_documented.AccessKey, s_documented.SecretKey), new AmazonS3Config
        {
            ServiceURL = "https://localhost:9000",
            AuthenticationRegion = "eu-central-1",
            ForcePathStyle = true,
            HttpClientFactory = sent,
            MaxErrorRetry = 0,
        });
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => sdk.GetObjectAsync(new GetObjectRequest { BucketName = "data", Key = key }, TestContext.Current.CancellationToken));

        var theirs = sent.Request!;
        var path = $"/data/{S3Escape.Key(key)}";
        if (key.StartsWith('/'))
        {
            // The SDK leaves out the first slash, and so asks for another object.
            Assert.Equal($"/data{path["/data/".Length..]}", theirs.RequestUri!.PathAndQuery.Split('?')[0]);
            return;
        }

        Assert.Equal(theirs.RequestUri!.PathAndQuery.Split('?')[0], path);
        var authorization = theirs.Headers.NonValidated["Authorization"].ToString();
        var signed = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';').Select(name => (name, name == "host" ? "localhost:9000" : theirs.Headers.NonValidated[name].ToString())).ToList();
        var time = DateTime.ParseExact(theirs.Headers.NonValidated["X-Amz-Date"].ToString(), "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal);
        var endpoint = new S3Endpoint("https://localhost:9000", "/data", "eu-central-1", "eu-central-1", "s3");
        Assert.Equal(authorization, S3Signature.Authorize("GET", path, theirs.RequestUri.Query.TrimStart('?'), signed, theirs.Headers.NonValidated["X-Amz-Content-SHA256"].ToString(), endpoint, s_documented, time));
    }

    private sealed class Capture : HttpClientFactory
    {
        public HttpRequestMessage? Request { get; private set; }

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

        private sealed class Handler(Capture capture) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                // The SDK disposes of its own.
                capture.Request = new(request.Method, request.RequestUri);
                foreach (var header in request.Headers.NonValidated)
                {
                    capture.Request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
                }

                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("") });
            }
        }
    }
}
