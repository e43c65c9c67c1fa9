using System.Net;
using System.Text;
using static MlOps.Tests.Storage.StoreCaller;

namespace MlOps.Tests.Storage;

public class StoreKeyTests
{
    public static TheoryData<string> Keys =>
    [
        "..", "../up", "a/../b", "a//b", "/leading", "//", "trailing/", ".", "a/./b", "50%2F%2f%", "back\\slash", "plus+and space", "q?x=1&y#frag", "CON", "ü/\u0001/\u007F", "\U0001F600/\uFFFD",
        string.Concat(Enumerable.Repeat("é", 512)), "<&>\"'",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Any_key_can_be_written_read_and_listed(string key)
    {
        await using var store = await Start();
        var escaped = Uri.EscapeDataString(key);
        var content = Encoding.UTF8.GetBytes(key);

        // As S3's clients send it: slashes as they are.
        await store.Bytes(HttpStatusCode.OK, "PUT", $"/b/{escaped.Replace("%2F", "/", StringComparison.Ordinal)}", content);

        Assert.Equal(key, Assert.Single(store.Table.Find("b")!.Objects).Key);
        Assert.Equal(content, await store.Bytes(HttpStatusCode.OK, "GET", $"/b/{escaped}"));
        Assert.Equal(content, await store.Bytes(HttpStatusCode.OK, "GET", $"/storage/v1/b/b/o/{escaped}?alt=media"));
        var listed = await store.Xml(HttpStatusCode.OK, "GET", "/b?list-type=2&encoding-type=url");
        Assert.Equal(key, WebUtility.UrlDecode(Value(All(listed, "Contents").Single(), "Key")));
        Assert.Equal(key, (string?)(await store.Json(HttpStatusCode.OK, "GET", "/storage/v1/b/b/o"))["items"]![0]!["name"]);
        await store.Bytes(HttpStatusCode.NoContent, "DELETE", $"/b/{escaped}");
        Assert.Empty(store.Table.Find("b")!.Objects);
    }

    [Fact]
    public async Task A_key_of_more_than_1024_bytes_is_refused()
    {
        await using var store = await Start();

        Assert.Equal("KeyTooLongError", await store.Code(HttpStatusCode.BadRequest, "PUT", $"/b/{new string('a', 1025)}", []));
    }
}
