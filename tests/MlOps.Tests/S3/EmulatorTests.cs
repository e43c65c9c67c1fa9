using System.Collections.Concurrent;
using Amazon.Runtime;
using MlOps.Providers.S3;

namespace MlOps.Tests.S3;

/// <summary>Servers that are only like S3.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class EmulatorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(204, "it was removed")]
    [InlineData(403, "it could not be removed")]
    public async Task What_a_server_stored_without_a_look_at_the_checksum_is_held_against_the_one_that_it_says(int status, string said)
    {
        var asked = new ConcurrentQueue<string>();
        using var listener = new Listener((request, response) =>
        {
            asked.Enqueue(request.HttpMethod);
            response.Headers["ETag"] = "\"1\"";
            response.Headers["x-amz-checksum-crc64nvme"] = "AAAAAAAAAAE=";
            response.StatusCode = request.HttpMethod == "DELETE" ? status : 200;
            return "";
        });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => PutAsync(S3Fixture.Bytes(100)));

        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Equal(["PUT", "DELETE"], asked);
    }

    [Fact]
    public async Task What_is_too_short_to_be_the_checksum_is_none()
    {
        using var listener = new Listener((_, response) =>
        {
            response.Headers["ETag"] = "\"d41d8cd98f00b204e9800998ecf8427e-2\"";
            response.Headers["x-amz-checksum-crc64nvme"] = "AAAAAA==";
            response.Headers["x-amz-checksum-crc32"] = "AAAAAA==";
            response.Headers["x-amz-mp-parts-count"] = "2";
            return "";
        });

        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e-2", (await PutAsync(S3Fixture.Bytes(100))).Version);

        // Nor is the CRC-32 of an object in parts one of the whole when nobody says so.
        Assert.Empty((await Store().DescribeAsync(S3Fixture.At("a"), Stop))!.Checksums);
    }

    private static S3Store Store() => new(new("us-east-1", null), () => new BasicAWSCredentials("AKIAMADEUPMADEUPMADE", "secret"));

    private static async Task<StoredObject> PutAsync(byte[] content)
    {
        await using var writer = await Store().WriteAsync(Upload.Target("a", content), Stop);
        await Upload.WritePartsAsync(writer, content);
        return await Upload.CompleteAsync(writer, content);
    }
}
