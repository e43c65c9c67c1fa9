using System.Net;
using System.Text;
using static MlOps.Tests.Storage.StoreCaller;

namespace MlOps.Tests.Storage;

public class StoreListTests
{
    // The order of UTF-16 is another one for the last two, and '!' is before '/'.
    private static readonly string[] Keys = ["a", "a!", "a/", "a/b", "a/c/d", "a/c/e", "a0", "b//x", "b/x", "z", "\uFFFD", "\U0001F600"];

    [Fact]
    public async Task Objects_are_listed_in_the_order_of_the_bytes_of_their_keys()
    {
        await using var store = await Start();
        foreach (var key in Keys.Reverse())
        {
            store.Table.Put("b", key, Encoding.UTF8.GetBytes(key));
        }

        Assert.Equal(Keys, (await ListS3(store, "", 1000)).Keys);
        Assert.Equal(Keys, (await ListCloudStorage(store, "", 1000)).Keys);
        var (keys, folders) = await ListS3(store, "prefix=a&delimiter=%2F", 1000);
        Assert.Equal(["a", "a!", "a0"], keys);
        Assert.Equal(["a/"], folders);
    }

    [Fact]
    public async Task Pages_of_any_size_make_the_same_list_in_both_stores()
    {
        await using var store = await Start();
        var random = new Random(7);
        var all = new SortedSet<string>(Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));
        while (all.Count < 300)
        {
            all.Add(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => new[] { "a", "/", "ab", "!", "é", "\uFFFD", "\U0001F600" }[random.Next(7)])));
        }

        foreach (var key in all)
        {
            store.Table.Put("b", key, "x"u8.ToArray());
        }

        foreach (var (prefix, delimiter) in new[] { ("", ""), ("", "/"), ("a", "/"), ("ab/", "/"), ("a", "b"), ("/", "/"), ("none", ""), ("", "é") })
        {
            var matching = all.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            bool IsUnder(string key) => delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) >= 0;
            string Folder(string key) => key[..(key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) + delimiter.Length)];
            var keys = matching.Where(key => !IsUnder(key)).ToList();
            var folders = matching.Where(IsUnder).Select(Folder).Distinct().ToList();
            var query = $"prefix={Uri.EscapeDataString(prefix)}&delimiter={Uri.EscapeDataString(delimiter)}";
            foreach (var size in new[] { 1, 2, 7, 1000 })
            {
                foreach (var list in new[] { await ListS3(store, query, size), await ListS3V1(store, query, size), await ListCloudStorage(store, query, size) })
                {
                    Assert.Equal(keys, list.Keys);
                    Assert.Equal(folders, list.Folders);
                }
            }
        }

        Assert.Empty(store.Server.Violations);
    }

    [Fact]
    public async Task A_list_says_what_the_service_says()
    {
        await using var store = await Start();
        var time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);
        store.Table.Put("b", "k", "hello"u8.ToArray(), new() { LastModified = time });
        store.Table.Put("b", "old", "hello"u8.ToArray(), new() { LastModified = time, Checksum = null });

        var both = All(await store.Xml(HttpStatusCode.OK, "GET", "/b?list-type=2"), "Contents").ToList();
        Assert.Equal(("k", "5", "2026-03-01T12:00:00.250Z", "\"5d41402abc4b2a76b9719d911017c592\"", "CRC64NVME", "FULL_OBJECT"), (Value(both[0], "Key"), Value(both[0], "Size"), Value(both[0], "LastModified"), Value(both[0], "ETag"), Value(both[0], "ChecksumAlgorithm"), Value(both[0], "ChecksumType")));
        Assert.Empty(All(both[1], "ChecksumAlgorithm"));
        var item = (await store.Json(HttpStatusCode.OK, "GET", "/storage/v1/b/b/o?fields=items(name,size,md5Hash,crc32c)"))["items"]![0]!;
        Assert.Equal("""{"name":"k","size":"5","md5Hash":"XUFAKrxLKna5cZ2REBfFkg==","crc32c":"mnG7TA=="}""", item.ToJsonString());
        Assert.Equal("NoSuchBucket", await store.Code(HttpStatusCode.NotFound, "GET", "/c?list-type=2"));
        Assert.Equal("InvalidArgument", await store.Code(HttpStatusCode.BadRequest, "GET", "/b?list-type=2&continuation-token=x"));
    }

    private static Task<(List<string> Keys, List<string> Folders)> ListS3(StoreCaller store, string query, int size) => Pages(store, $"/b?list-type=2&encoding-type=url&max-keys={size}&{query}", "continuation-token", page => Next(page, "NextContinuationToken"));

    private static Task<(List<string> Keys, List<string> Folders)> ListS3V1(StoreCaller store, string query, int size) =>
        Pages(store, $"/b?encoding-type=url&max-keys={size}&{query}", "marker", page => Value(page, "IsTruncated") == "false" ? null : WebUtility.UrlDecode(Next(page, "NextMarker") ?? Value(All(page, "Contents").Last(), "Key")));

    private static string? Next(System.Xml.Linq.XElement page, string name) => All(page, name).SingleOrDefault()?.Value;

    private static async Task<(List<string> Keys, List<string> Folders)> Pages(StoreCaller store, string target, string parameter, Func<System.Xml.Linq.XElement, string?> next)
    {
        var (keys, folders) = (new List<string>(), new List<string>());
        string? token = null;
        do
        {
            var page = await store.Xml(HttpStatusCode.OK, "GET", token is null ? target : $"{target}&{parameter}={Uri.EscapeDataString(token)}");
            keys.AddRange(All(page, "Contents").Select(one => WebUtility.UrlDecode(Value(one, "Key"))));
            folders.AddRange(All(page, "CommonPrefixes").Select(one => WebUtility.UrlDecode(Value(one, "Prefix"))));
            token = next(page);
        }
        while (token is not null);
        return (keys, folders);
    }

    private static async Task<(List<string> Keys, List<string> Folders)> ListCloudStorage(StoreCaller store, string query, int size)
    {
        var (keys, folders) = (new List<string>(), new List<string>());
        string? token = null;
        do
        {
            var page = await store.Json(HttpStatusCode.OK, "GET", $"/storage/v1/b/b/o?maxResults={size}&{query}{(token is null ? "" : $"&pageToken={Uri.EscapeDataString(token)}")}");
            keys.AddRange(page["items"]?.AsArray().Select(item => (string)item!["name"]!) ?? []);
            folders.AddRange(page["prefixes"]?.AsArray().Select(folder => (string)folder!) ?? []);
            token = (string?)page["nextPageToken"];
        }
        while (token is not null);
        return (keys, folders);
    }
}
