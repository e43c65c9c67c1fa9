using System.Text;
using MlOps.Providers.Gcs;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

/// <summary>An object's name reaches the service as it is, and never means another object.</summary>
public class KeyTests
{
    public static TheoryData<string> Odd =>
    [
        "a/../b", "../a", "a/..", "a/./b", "./a", "...", "a//b", "//", "/a", "a/", "a\\b", "..\\a", "100%", "%2F", "%2E%2E", "a%00b", "a+b c", "a?b=c&d#e", "#", "?", "a;b,c:d@e", "'\"<>|*", "~",
        "CON", "aux.txt", "a\u0001b", "a\tb", "é", "e\u0301", "日本語/🦊", "\u202Eevil", "\uFEFF", new string('x', 1024), "🦊" + new string('é', 510),
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Any_name_is_written_found_listed_and_read_as_it_is(string key)
    {
        await using var gcs = await Serve();
        var content = Encoding.UTF8.GetBytes($"the content of {key}");

        var written = await gcs.Write(key, content);

        Assert.Equal([key], gcs.Keys());
        Assert.Equal(content, gcs.Stored(key));
        Assert.Equal(At(key), written.Location);
        var listed = Assert.Single(await gcs.Store.ListAsync(At(key), Stop).ToListAsync(Stop));
        Assert.Equal(key, listed.Location.Key);
        Assert.Equal(written.Version, (await gcs.Describe(key)).Version);
        Assert.Equal(content, await Read(gcs.Store, listed, 0, content.Length));
        Assert.Equal(content[3..], await Read(gcs.Store, listed, 3, content.Length - 3));
        Assert.All(gcs.Server.Calls.All.Where(call => call.Operation is "objects.get" or "objects.getMedia"), call => Assert.Equal(key, call.Key));
        Assert.Empty(gcs.Server.Violations);
    }

    public static TheoryData<string> OddFolders => ["a/../b", "//", "/a", "a/", "%2E%2E", "a\\b", "🦊" + new string('é', 510), new string('x', 1000) + "/" + new string('y', 23), new string('x', 500) + "/" + new string('y', 490) + "/z"];

    [Theory]
    [MemberData(nameof(OddFolders))]
    public async Task Any_name_is_composed_as_it_is(string key)
    {
        await using var gcs = await Serve(new() { ComputesMd5 = false });
        var content = Bytes((64 << 20) + 1);

        await gcs.Write(key, content);

        Assert.Equal([key], gcs.Keys());
        Assert.Equal(Sum(content), Assert.Single((await gcs.Describe(key)).Checksums));
        Assert.Equal(key, Assert.Single(gcs.Server.Calls.All, call => call.Operation == "objects.compose").Key);
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Steps_in_a_path_mean_an_object_of_that_name_and_no_other(string key)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, key, Bytes(10));
        gcs.Table.Put(Bucket, "a", Bytes(20));

        var described = await gcs.Describe(key);

        Assert.Equal(10, described.Size);
        Assert.Equal(Bytes(10), await Read(gcs.Store, described, 0, 10));
        Assert.All(gcs.Server.Calls.All, call => Assert.Equal((key, Bucket), (call.Key, call.Bucket)));

        // The service has no way to make one.
        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.WriteAsync(Target(key, []), Stop));
        Assert.Equal(ErrorCode.Corrupt, error.Code);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("%2E%2E")]
    public async Task A_bucket_is_no_path_either(string bucket)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", Bytes(20));

        Assert.Null(await gcs.Store.DescribeAsync(new(GcsStore.Scheme, bucket, "a"), Stop));

        Assert.Equal(bucket, Assert.Single(gcs.Server.Calls.All).Bucket);
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_refused_before_anything_is_sent()
    {
        await using var gcs = await Serve();

        // Not as data of a theory: attributes cannot hold half a character.
        foreach (var key in new[] { "", "a\nb", "a\rb", "half a fox: \uD83E", "\uDD8A half a fox" })
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.WriteAsync(Target(key, Bytes(1)), Stop));

            Assert.Equal(ErrorCode.Corrupt, error.Code);
            Assert.DoesNotContain('\n', error.Message);
        }

        Assert.Empty(gcs.Server.Calls.All);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_refused()
    {
        await using var gcs = await Serve();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.WriteAsync(Target(new string('é', 512) + "x", Bytes(1)), Stop));

        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Contains("1024 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(gcs.Server.Calls.All);
    }

    [Fact]
    public async Task Half_a_character_never_becomes_another_objects_name()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a\uFFFD", Bytes(1));

        var asked = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.DescribeAsync(At("a\uD83E"), Stop));
        var read = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(new StoredObject { Location = At("a\uD83E"), Size = 1 }, 0, 1, Stop));
        var listed = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.ListAsync(At("a\uD83E"), Stop).CountAsync(Stop).AsTask());

        Assert.All([asked, read, listed], error => Assert.Equal(ErrorCode.Corrupt, error.Code));
        Assert.Empty(gcs.Server.Calls.All);
    }

    [Theory]
    [InlineData("https://storage.googleapis.com/upload/storage/v1/b/x/o?uploadType=resumable&upload_id=A%2FB", "/upload/storage/v1/b/x/o?uploadType=resumable&upload_id=A%2FB")]
    [InlineData("https://evil.example:8443/upload/../x?upload_id=A", "/upload/../x?upload_id=A")]
    [InlineData("http://user:word@evil.example/x", "/x")]
    public void A_session_is_called_at_the_endpoint_and_nowhere_else(string given, string path)
    {
        var addresses = new GcsAddresses(new(new("https://storage.example.com:444/"), NeedsToken: true));

        var session = addresses.Session(given)!;

        Assert.Equal("storage.example.com:444", session.Authority);
        Assert.Equal(path, session.PathAndQuery);
        Assert.Empty(session.UserInfo);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/upload")]
    [InlineData("ftp://storage.example.com/upload")]
    [InlineData("https://storage.example.com/up load")]
    [InlineData("https://storage.example.com/up\r\nX-Evil: 1")]
    public void What_is_no_address_is_none(string? given) => Assert.Null(new GcsAddresses(new(new("https://storage.example.com/"), NeedsToken: true)).Session(given));

    [Theory]
    [InlineData("https://storage.example.com/upload?upload_id=A", true)]
    [InlineData("https://storage.example.com.evil.example/upload?upload_id=A", false)]
    [InlineData("http://storage.example.com/upload?upload_id=A", false)]
    [InlineData("https://other.example.com/upload?upload_id=A", false)]
    [InlineData(null, false)]
    public void A_session_that_is_remembered_is_told_to_nobody_but_who_gave_it(string? kept, bool isTaken) =>
        Assert.Equal(isTaken, new GcsAddresses(new(new("https://storage.example.com/"), NeedsToken: true)).Remembered(kept) is not null);
}
