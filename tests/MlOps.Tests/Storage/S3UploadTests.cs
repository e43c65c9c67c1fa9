using System.Net;
using System.Security.Cryptography;
using System.Text;
using static MlOps.Tests.Storage.StoreCaller;

namespace MlOps.Tests.Storage;

public class S3UploadTests
{
    private const int Part = 5 * 1024 * 1024;

    private static (string, string)[] Chunked(long length, string payload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER") =>
    [
        ("Content-Encoding", "aws-chunked"), ("x-amz-content-sha256", payload), ("x-amz-decoded-content-length", $"{length}"), ("x-amz-trailer", "x-amz-checksum-crc64nvme"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(300_001)]
    public async Task A_body_in_pieces_with_a_checksum_behind_it_is_put_together(int length)
    {
        await using var store = await Start();
        var content = Sample(length);

        using var answer = await store.Send("PUT", "/b/k", Body(content, Nvme(content)), Chunked(length));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(Nvme(content), answer.Headers.GetValues("x-amz-checksum-crc64nvme").Single());
        Assert.Equal(content, store.Table.Find("b", "k")!.Content.ToArray());
        Assert.Equal("", store.Table.Find("b", "k")!.Draft.ContentEncoding);
    }

    [Fact]
    public async Task Pieces_with_signatures_are_put_together_without_a_look_at_them()
    {
        await using var store = await Start();
        var content = Sample(100_000);

        await store.Bytes(HttpStatusCode.OK, "PUT", "/b/k", Body(content, Nvme(content), ";chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"), Chunked(content.Length, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"));

        Assert.Equal(content, store.Table.Find("b", "k")!.Content.ToArray());
    }

    [Fact]
    public async Task What_does_not_have_the_checksum_that_was_said_is_not_there()
    {
        await using var store = await Start();
        var content = Sample(100_000);
        var other = Sample(100_000, seed: 2);

        Assert.Equal("BadDigest", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", Body(content, Nvme(other)), Chunked(content.Length)));
        Assert.Equal("BadDigest", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", content, ("Content-MD5", Convert.ToBase64String(Md5(other)))));
        Assert.Equal("BadDigest", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", content, ("x-amz-checksum-sha256", Convert.ToBase64String(SHA256.HashData(other)))));
        Assert.Equal("XAmzContentSHA256Mismatch", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", content, ("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData(other)))));
        Assert.Equal("IncompleteBody", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", Body(content, Nvme(content))[..50_000], Chunked(content.Length)));
        Assert.Equal("IncompleteBody", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", Body(content, Nvme(content)), Chunked(content.Length + 1)));

        Assert.Empty(store.Table.Find("b")!.Objects);
    }

    [Fact]
    public async Task An_upload_in_parts_becomes_one_object_with_the_checksum_of_the_whole()
    {
        await using var store = await Start();
        byte[][] parts = [Sample(Part, 1), Sample(Part + 77, 2), Sample(3, 3)];
        byte[] whole = [.. parts[0], .. parts[1], .. parts[2]];
        var id = await Begin(store, ("x-amz-meta-mtime", "1.5"));
        var tags = new List<string>();

        // Out of order, and one of them twice.
        foreach (var number in new[] { 3, 1, 2, 1 })
        {
            using var answer = await store.Send("PUT", $"/b/k?uploadId={id}&partNumber={number}", parts[number - 1]);
            Assert.True(answer.IsSuccessStatusCode);
            Assert.Equal($"\"{Convert.ToHexStringLower(Md5(parts[number - 1]))}\"", answer.Headers.ETag!.Tag);
        }

        var listed = await store.Xml(HttpStatusCode.OK, "GET", $"/b/k?uploadId={id}&max-parts=2");
        Assert.Equal(["1", "2"], All(listed, "Part").Select(part => Value(part, "PartNumber")));
        Assert.Equal(Nvme(parts[0]), Value(All(listed, "Part").First(), "ChecksumCRC64NVME"));
        tags.AddRange(parts.Select(part => Convert.ToHexStringLower(Md5(part))));
        Assert.Equal("BadDigest", await store.Code(HttpStatusCode.BadRequest, "POST", $"/b/k?uploadId={id}", Completion(tags), ("x-amz-checksum-crc64nvme", Nvme(parts[0])), ("x-amz-checksum-type", "FULL_OBJECT")));
        Assert.Equal("InvalidPart", await store.Code(HttpStatusCode.BadRequest, "POST", $"/b/k?uploadId={id}", Completion([tags[0], tags[0], tags[2]])));
        Assert.Null(store.Table.Find("b", "k"));
        var written = await store.Xml(HttpStatusCode.OK, "POST", $"/b/k?uploadId={id}", Completion(tags), ("x-amz-checksum-crc64nvme", Nvme(whole)), ("x-amz-mp-object-size", $"{whole.Length}"));

        var eTag = $"\"{Convert.ToHexStringLower(Md5([.. parts.SelectMany(Md5)]))}-3\"";
        Assert.Equal((eTag, Nvme(whole), "FULL_OBJECT"), (Value(written, "ETag"), Value(written, "ChecksumCRC64NVME"), Value(written, "ChecksumType")));
        using var read = await store.Send("GET", "/b/k", null, ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal(whole, await read.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal((eTag, "1.5", Nvme(whole)), (read.Headers.ETag!.Tag, read.Headers.GetValues("x-amz-meta-mtime").Single(), read.Headers.GetValues("x-amz-checksum-crc64nvme").Single()));
        Assert.Equal(parts[1], await store.Bytes(HttpStatusCode.PartialContent, "GET", "/b/k?partNumber=2"));
        Assert.Equal("NoSuchUpload", await store.Code(HttpStatusCode.NotFound, "POST", $"/b/k?uploadId={id}", Completion(tags)));

        // What the table makes of the same bytes by itself is what the upload led to.
        var made = store.Table.Put("b", "same", whole, new() { PartSizes = [.. parts.Select(part => (long)part.Length)] });
        Assert.Equal((eTag.Trim('"'), Nvme(whole)), (made.ETag, made.Checksum));
    }

    [Fact]
    public async Task Parts_that_are_too_small_are_refused_and_an_upload_can_be_given_up()
    {
        await using var store = await Start();
        var id = await Begin(store);
        List<string> tags = [];
        for (var number = 1; number <= 2; number++)
        {
            using var answer = await store.Send("PUT", $"/b/k?uploadId={id}&partNumber={number}", Sample(1000));
            tags.Add(answer.Headers.ETag!.Tag.Trim('"'));
        }

        Assert.Equal("EntityTooSmall", await store.Code(HttpStatusCode.BadRequest, "POST", $"/b/k?uploadId={id}", Completion(tags)));
        Assert.Single(All(await store.Xml(HttpStatusCode.OK, "GET", "/b?uploads"), "Upload"));
        await store.Bytes(HttpStatusCode.NoContent, "DELETE", $"/b/k?uploadId={id}");
        Assert.Equal("NoSuchUpload", await store.Code(HttpStatusCode.NotFound, "PUT", $"/b/k?uploadId={id}&partNumber=1", Sample(1000)));
        Assert.Empty(All(await store.Xml(HttpStatusCode.OK, "GET", "/b?uploads"), "Upload"));
    }

    [Fact]
    public async Task Nothing_is_overwritten_when_that_is_not_wanted()
    {
        await using var store = await Start();
        await store.Bytes(HttpStatusCode.OK, "PUT", "/b/k", "a"u8.ToArray(), ("If-None-Match", "*"));

        Assert.Equal("PreconditionFailed", await store.Code(HttpStatusCode.PreconditionFailed, "PUT", "/b/k", "b"u8.ToArray(), ("If-None-Match", "*")));
        Assert.Equal("a"u8.ToArray(), store.Table.Find("b", "k")!.Content.ToArray());
        await store.Xml(HttpStatusCode.OK, "PUT", "/b/copy", null, ("x-amz-copy-source", "/b/k"));
        Assert.Equal("a"u8.ToArray(), store.Table.Find("b", "copy")!.Content.ToArray());
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_new_checksum_refuses_it()
    {
        await using var store = await Start(new() { KnowsCrc64Nvme = false });

        Assert.Equal("InvalidRequest", await store.Code(HttpStatusCode.BadRequest, "PUT", "/b/k", "a"u8.ToArray(), ("x-amz-checksum-crc64nvme", Nvme("a"u8.ToArray()))));
        Assert.Equal("InvalidRequest", await store.Code(HttpStatusCode.BadRequest, "POST", "/b/k?uploads", [], ("x-amz-checksum-algorithm", "CRC64NVME")));
        using var answer = await store.Send("PUT", "/b/k", "a"u8.ToArray());
        Assert.True(answer.IsSuccessStatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase));
    }

    private static string Nvme(byte[] bytes) => Convert.ToBase64String(Crc.Crc64Nvme.ToBytes(Crc.Crc64Nvme.Append(0, bytes)).Span);

    private static async Task<string> Begin(StoreCaller store, params (string, string)[] headers) => Value(await store.Xml(HttpStatusCode.OK, "POST", "/b/k?uploads", [], headers), "UploadId");

    private static byte[] Completion(List<string> tags) => Encoding.UTF8.GetBytes(
        $"<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{string.Concat(tags.Select((tag, i) => $"<Part><PartNumber>{i + 1}</PartNumber><ETag>&quot;{tag}&quot;</ETag></Part>"))}</CompleteMultipartUpload>");

    private static byte[] Body(byte[] content, string checksum, string extension = "")
    {
        using var body = new MemoryStream();
        foreach (var piece in content.Chunk(65_536))
        {
            body.Write(Encoding.ASCII.GetBytes($"{piece.Length:x}{extension}\r\n"));
            body.Write(piece);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"0{extension}\r\nx-amz-checksum-crc64nvme:{checksum}\r\n\r\n"));
        return body.ToArray();
    }
}
