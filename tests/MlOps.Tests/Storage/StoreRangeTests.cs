using System.Net;
using static MlOps.Tests.Storage.StoreCaller;

namespace MlOps.Tests.Storage;

public class StoreRangeTests
{
    private static readonly byte[] Content = Sample(10_000);

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=17-9999", 17, 9983)]
    [InlineData("bytes=17-", 17, 9983)]
    [InlineData("bytes=9990-20000", 9990, 10)]
    [InlineData("bytes=-3", 9997, 3)]
    [InlineData("bytes=-20000", 0, 10_000)]
    public async Task A_range_is_answered_by_both_stores(string range, int offset, int length)
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);

        foreach (var target in new[] { "/b/k", "/storage/v1/b/b/o/k?alt=media", "/download/storage/v1/b/b/o/k?alt=media" })
        {
            using var answer = await store.Send("GET", target, null, ("Range", range));

            Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
            Assert.Equal($"bytes {offset}-{offset + length - 1}/10000", answer.Content.Headers.ContentRange!.ToString());
            Assert.Equal(Content[offset..(offset + length)], await answer.Content.ReadAsByteArrayAsync(Stop));
        }
    }

    [Theory]
    [InlineData("k", "bytes=10000-")]
    [InlineData("k", "bytes=-0")]
    [InlineData("empty", "bytes=0-0")]
    [InlineData("empty", "bytes=-5")]
    public async Task A_range_outside_is_refused(string key, string range)
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);
        store.Table.Put("b", "empty", Array.Empty<byte>());

        Assert.Equal("InvalidRange", await store.Code(HttpStatusCode.RequestedRangeNotSatisfiable, "GET", $"/b/{key}", null, ("Range", range)));
        await store.Bytes(HttpStatusCode.RequestedRangeNotSatisfiable, "GET", $"/storage/v1/b/b/o/{key}?alt=media", null, ("Range", range));
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=0-1,4-5")]
    [InlineData("lines=0-1")]
    public async Task What_is_no_range_means_the_whole(string range)
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);

        Assert.Equal(Content, await store.Bytes(HttpStatusCode.OK, "GET", "/b/k", null, ("Range", range)));
    }

    [Fact]
    public async Task Only_the_version_that_is_asked_for_is_answered()
    {
        await using var store = await Start();
        var first = store.Table.Put("b", "k", Content);
        var eTag = $"\"{first.ETag}\"";

        Assert.Equal(Content, await store.Bytes(HttpStatusCode.OK, "GET", "/b/k", null, ("If-Match", eTag)));
        await store.Bytes(HttpStatusCode.NotModified, "GET", "/b/k", null, ("If-None-Match", eTag));
        await store.Bytes(HttpStatusCode.NotModified, "GET", "/b/k", null, ("If-Modified-Since", first.LastModified.AddSeconds(5).ToString("R")));
        store.Table.Put("b", "k", Sample(10_000, seed: 2));
        Assert.Equal("PreconditionFailed", await store.Code(HttpStatusCode.PreconditionFailed, "GET", "/b/k", null, ("If-Match", eTag)));
        Assert.Equal("No such object: b/k"u8.ToArray(), await store.Bytes(HttpStatusCode.NotFound, "GET", $"/storage/v1/b/b/o/k?alt=media&generation={first.Generation}"));
        store.Table.Find("b")!.KeepsVersions = true;
        var second = store.Table.Find("b", "k")!;
        store.Table.Put("b", "k", Content);
        Assert.Equal(second.Content.ToArray(), await store.Bytes(HttpStatusCode.OK, "GET", $"/storage/v1/b/b/o/k?alt=media&generation={second.Generation}"));
        Assert.Equal(second.Content.ToArray(), await store.Bytes(HttpStatusCode.OK, "GET", $"/b/k?versionId={second.VersionId}"));
    }

    [Fact]
    public async Task A_checksum_comes_with_the_whole_and_with_parts_and_with_no_other_range()
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content, new() { PartSizes = [6000, 4000], Checksum = ChecksumAlgorithm.Crc32C, IsChecksumComposite = true });

        Assert.EndsWith("-2", await Sum("/b/k", null), StringComparison.Ordinal);
        Assert.Equal(Crc32C(Content[6000..]), await Sum("/b/k?partNumber=2", null));
        Assert.Equal(Crc32C(Content[..6000]), await Sum("/b/k", "bytes=0-5999"));
        Assert.Null(await Sum("/b/k", "bytes=0-5998"));
        Assert.EndsWith("-2\"", (await store.Send("GET", "/b/k")).Headers.ETag!.Tag, StringComparison.Ordinal);

        async Task<string?> Sum(string target, string? range)
        {
            (string, string) mode = ("x-amz-checksum-mode", "ENABLED");
            using var answer = await store.Send("GET", target, null, range is null ? [mode] : [mode, ("Range", range)]);
            Assert.True(answer.IsSuccessStatusCode);
            return answer.Headers.TryGetValues("x-amz-checksum-crc32c", out var values) ? values.Single() : null;
        }

        static string Crc32C(byte[] bytes) => Convert.ToBase64String(Crc.Crc32C.ToBytes(Crc.Crc32C.Append(0, bytes)).Span);
    }

    [Fact]
    public async Task What_is_kept_compressed_is_sent_as_it_is_or_decompressed_but_never_in_ranges_of_the_decompressed()
    {
        await using var store = await Start();
        var stored = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stored, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(Content);
        }

        store.Table.Put("b", "k", stored.ToArray(), new() { ContentEncoding = "gzip" });
        const string Target = "/storage/v1/b/b/o/k?alt=media";

        using var decompressed = await store.Send("GET", Target, null, ("Range", "bytes=0-9"));
        Assert.Equal((HttpStatusCode.OK, true), (decompressed.StatusCode, decompressed.Headers.TransferEncodingChunked));
        Assert.Empty(decompressed.Content.Headers.ContentEncoding);
        Assert.Equal(Content, await decompressed.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(stored.ToArray()[..10], await store.Bytes(HttpStatusCode.PartialContent, "GET", Target, null, ("Range", "bytes=0-9"), ("Accept-Encoding", "gzip")));
        Assert.Equal(stored.ToArray(), await store.Bytes(HttpStatusCode.OK, "GET", "/b/k"));
    }
}
