using System.Globalization;
using System.Net;
using System.Text;
using MlOps.StandIn.Storage;
using static MlOps.Tests.Storage.StoreCaller;

namespace MlOps.Tests.Storage;

public class CloudStorageUploadTests
{
    private const int Unit = 256 * 1024;
    private const string Insert = "/upload/storage/v1/b/b/o?uploadType=";

    [Fact]
    public async Task An_upload_that_was_cut_goes_on_with_what_is_kept_in_whole_units()
    {
        await using var store = await Start();
        var content = Sample(1_000_000);
        var session = await Begin(store, """{"name":"k"}""");
        store.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = "objects.resume", At = 600_000 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => store.Send("PUT", session, content, ("Content-Range", "bytes 0-999999/1000000")));

        Assert.Equal((2 * Unit) - 1, await Kept(store, session, "bytes */1000000"));
        Assert.Null(store.Table.Find("b", "k"));
        var written = await store.Json(HttpStatusCode.OK, "PUT", session, content[(2 * Unit)..], ("Content-Range", $"bytes {2 * Unit}-999999/1000000"));
        Assert.Equal(("k", "1000000", Convert.ToBase64String(Md5(content))), ((string?)written["name"], (string?)written["size"], (string?)written["md5Hash"]));
        Assert.Equal(content, store.Table.Find("b", "k")!.Content.ToArray());

        // Asked again, it says the same.
        Assert.Equal((string?)written["generation"], (string?)(await store.Json(HttpStatusCode.OK, "PUT", session, [], ("Content-Range", "bytes */1000000")))["generation"]);
        Assert.Empty(store.Server.Violations);
    }

    [Fact]
    public async Task Chunks_of_any_size_make_the_object_that_their_bytes_are()
    {
        await using var store = await Start();
        var random = new Random(3);
        for (var run = 0; run < 12; run++)
        {
            var content = Sample(random.Next(1, 8 * Unit), run);
            var session = await Begin(store, $$"""{"name":"k{{run}}"}""");
            var done = 0;
            while (done < content.Length)
            {
                // It may begin before what is there, and end anywhere.
                var start = Math.Max(0, done - random.Next(3) * 1000);
                var end = Math.Min(content.Length, done + random.Next(1, 4 * Unit));
                using var answer = await store.Send("PUT", session, content[start..end], ("Content-Range", $"bytes {start}-{end - 1}/{content.Length}"));
                if (end == content.Length)
                {
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    break;
                }

                Assert.Equal((HttpStatusCode)308, answer.StatusCode);
                done = answer.Headers.TryGetValues("Range", out var range) ? int.Parse(range.Single().Split('-')[1], CultureInfo.InvariantCulture) + 1 : 0;
                Assert.Equal(end / Unit * Unit, done);
            }

            Assert.Equal(content, store.Table.Find("b", $"k{run}")!.Content.ToArray());
        }

        Assert.NotEmpty(store.Server.Violations);
    }

    [Fact]
    public async Task A_gap_is_refused_and_a_session_that_is_not_known_or_cancelled_or_old_too()
    {
        await using var store = await Start();
        var session = await Begin(store, """{"name":"k"}""");

        await store.Bytes(HttpStatusCode.ServiceUnavailable, "PUT", session, Sample(10), ("Content-Range", $"bytes {Unit}-{Unit + 9}/1000000"));
        await store.Bytes(HttpStatusCode.NotFound, "PUT", session + "x", [], ("Content-Range", "bytes */*"));
        await store.Bytes((HttpStatusCode)499, "DELETE", session);
        await store.Bytes((HttpStatusCode)499, "PUT", session, [], ("Content-Range", "bytes */*"));
        var other = await Begin(store, """{"name":"k"}""");
        store.Server.Options.SessionLifetime = TimeSpan.Zero;
        await store.Bytes(HttpStatusCode.Gone, "PUT", other, [], ("Content-Range", "bytes */*"));
    }

    [Fact]
    public async Task What_does_not_have_the_checksum_that_was_said_is_not_there()
    {
        await using var store = await Start();
        var content = Sample(1000);
        var wrong = Convert.ToBase64String(new byte[4]);
        var said = await Begin(store, $$"""{"name":"k","crc32c":"{{wrong}}"}""");
        var sent = await Begin(store, """{"name":"k"}""");

        await store.Bytes(HttpStatusCode.BadRequest, "PUT", said, content);
        await store.Bytes(HttpStatusCode.BadRequest, "PUT", sent, content, ("Content-Range", "bytes 0-999/1000"), ("X-Goog-Hash", $"crc32c={wrong}"));

        Assert.Empty(store.Table.Find("b")!.Objects);
    }

    [Fact]
    public async Task Metadata_and_content_come_in_one_request()
    {
        await using var store = await Start();
        var content = Sample(5000);
        byte[] body = [.. Encoding.UTF8.GetBytes("--sep\r\nContent-Type: application/json\r\n\r\n{\"name\":\"a/k\",\"contentEncoding\":\"gzip\",\"metadata\":{\"m\":\"1\"}}\r\n--sep\r\nContent-Type: text/csv\r\n\r\n"), .. content, .. "\r\n--sep--\r\n"u8];

        var written = await store.Json(HttpStatusCode.OK, "POST", $"{Insert}multipart&ifGenerationMatch=0", body, ("Content-Type", "multipart/related; boundary=\"sep\""));

        Assert.Equal(("a/k", "gzip", "text/csv", "1"), ((string?)written["name"], (string?)written["contentEncoding"], (string?)written["contentType"], (string?)written["metadata"]!["m"]));
        Assert.Equal(content, store.Table.Find("b", "a/k")!.Content.ToArray());
        await store.Bytes(HttpStatusCode.PreconditionFailed, "POST", $"{Insert}multipart&ifGenerationMatch=0", body, ("Content-Type", "multipart/related; boundary=sep"));
        Assert.Empty(store.Server.Violations);
    }

    [Fact]
    public async Task Objects_are_composed_of_others()
    {
        await using var store = await Start();
        var (first, second) = (Sample(700_000, 1), Sample(5, 2));
        var source = store.Table.Put("b", "p1", first);
        store.Table.Put("b", "p2", second);
        byte[] whole = [.. first, .. second];
        byte[] Request(long generation) => Encoding.UTF8.GetBytes($$$"""{"sourceObjects":[{"name":"p1","objectPreconditions":{"ifGenerationMatch":"{{{generation}}}"}},{"name":"p2"}],"destination":{"contentType":"x/y"}}""");

        await store.Bytes(HttpStatusCode.PreconditionFailed, "POST", "/storage/v1/b/b/o/k/compose", Request(1));
        var written = await store.Json(HttpStatusCode.OK, "POST", "/storage/v1/b/b/o/k/compose?ifGenerationMatch=0", Request(source.Generation));

        Assert.Equal((Convert.ToBase64String(Crc.Crc32C.ToBytes(Crc.Crc32C.Append(0, whole)).Span), null, 2, "x/y"), ((string?)written["crc32c"], (string?)written["md5Hash"], (int?)written["componentCount"], (string?)written["contentType"]));
        Assert.Equal(whole, store.Table.Find("b", "k")!.Content.ToArray());
        await store.Bytes(HttpStatusCode.PreconditionFailed, "DELETE", $"/storage/v1/b/b/o/k?ifGenerationMatch={source.Generation}");
        await store.Bytes(HttpStatusCode.NoContent, "DELETE", $"/storage/v1/b/b/o/k?ifGenerationMatch={written["generation"]}");
        Assert.Null(store.Table.Find("b", "k"));
        Assert.Empty(store.Server.Violations);
    }

    [Fact]
    public async Task What_is_in_no_contract_is_reported()
    {
        await using var store = await Start();
        await store.Json(HttpStatusCode.OK, "GET", "/storage/v1/b/b/o?pageSize=3");
        await Begin(store, """{"name":"k","colour":"red"}""");

        Assert.Equal(["objects.list: pageSize: is not known", "objects.insertResumable: colour: is not known"], store.Server.Violations);
    }

    private static async Task<string> Begin(StoreCaller store, string metadata)
    {
        using var answer = await store.Send("POST", Insert + "resumable", Encoding.UTF8.GetBytes(metadata), ("Content-Type", "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<int> Kept(StoreCaller store, string session, string range)
    {
        using var answer = await store.Send("PUT", session, [], ("Content-Range", range));
        Assert.Equal((HttpStatusCode)308, answer.StatusCode);
        return int.Parse(answer.Headers.GetValues("Range").Single()["bytes=0-".Length..], CultureInfo.InvariantCulture);
    }
}
