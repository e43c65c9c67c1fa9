using MlOps.Providers.S3;
using MlOps.StandIn.Storage;
using static MlOps.Tests.S3.S3Fixture;

namespace MlOps.Tests.S3;

/// <summary>Lists of objects.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class ListingTests
{
    [Fact]
    public async Task Every_object_is_listed_once_and_in_order_whatever_its_key()
    {
        await using var s3 = await StartAsync(new() { PageSize = 7 });
        var keys = OddKeys.All.Select(row => row.Data).ToList();
        keys.ForEach(key => s3.Table.Put(Bucket, key, Bytes(3)));

        var listed = await s3.Store.ListAsync(At(""), Stop).Select(each => each.Location.Key).ToListAsync(Stop);

        Assert.Equal(s3.Table.Find(Bucket)!.Objects.Select(each => each.Key), listed);
        Assert.Equal(keys.Count, listed.Count);
    }

    [Theory]
    [InlineData("a b+c/", 1)]
    [InlineData("a%20b", 1)]
    [InlineData("ü/", 2)]
    [InlineData("none", 0)]
    [InlineData("", 5)]
    public async Task A_prefix_is_taken_letter_for_letter(string prefix, int count)
    {
        await using var s3 = await StartAsync();
        foreach (var key in new[] { "a b+c/1", "a%20b", "ü/1", "ü/2", "a b/c" })
        {
            s3.Table.Put(Bucket, key, Bytes(1));
        }

        Assert.Equal(count, await s3.Store.ListAsync(At(prefix), Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task An_object_is_listed_with_its_size_its_time_and_its_version_and_without_an_MD5_that_may_be_none()
    {
        await using var s3 = await StartAsync();
        var time = new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.Zero);
        var put = s3.Table.Put(Bucket, "a/b", Bytes(70_000), new() { LastModified = time });

        var found = Assert.Single(await s3.Store.ListAsync(At("a/"), Stop).ToListAsync(Stop));

        Assert.Equal((At("a/b"), 70_000, time, put.ETag, 0), (found.Location, found.Size, found.LastModified, found.Version, found.Checksums.Count));
    }

    [Fact]
    public async Task The_next_page_is_asked_for_while_one_is_used()
    {
        await using var s3 = await StartAsync(new() { PageSize = 2 });
        foreach (var key in "abcdef")
        {
            s3.Table.Put(Bucket, $"{key}", Bytes(1));
        }

        await using var list = s3.Store.ListAsync(At(""), Stop).GetAsyncEnumerator(Stop);
        Assert.True(await list.MoveNextAsync());

        // Of six objects in three pages only the first has been taken: the second page comes without being waited for.
        while (s3.Calls.Count("ListObjectsV2") < 2)
        {
            await Task.Delay(5, Stop);
        }

        Assert.True(await list.MoveNextAsync());
        Assert.Equal(2, s3.Calls.Count("ListObjectsV2"));
    }

    [Theory]
    [InlineData(StorageFaultKind.Reset)]
    [InlineData(StorageFaultKind.LoseAnswer)]
    [InlineData(StorageFaultKind.LongLength)]
    [InlineData(StorageFaultKind.ShortLength)]
    public async Task A_page_that_is_not_whole_is_asked_for_again(StorageFaultKind kind)
    {
        await using var s3 = await StartAsync(new() { PageSize = 2 });
        foreach (var key in "abcde")
        {
            s3.Table.Put(Bucket, $"{key}", Bytes(1));
        }

        s3.Faults.Add(new() { Kind = kind, After = 1, Times = 2 });

        Assert.Equal(["a", "b", "c", "d", "e"], await s3.Store.ListAsync(At(""), Stop).Select(each => each.Location.Key).ToListAsync(Stop));
    }

    [Fact]
    public async Task What_is_said_not_to_be_a_list_is_none()
    {
        Assert.Throws<System.Xml.XmlException>(() => S3Page.Read(At(""), "<html><body>Sign in</body></html>"u8.ToArray()));
        Assert.Throws<System.Xml.XmlException>(() => S3Page.Read(At(""), "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"u8.ToArray()));
        Assert.Throws<System.Xml.XmlException>(() => S3Page.Read(At(""), "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents>"u8.ToArray()));
        Assert.Throws<System.Xml.XmlException>(() => S3Page.Read(At(""), "<ListBucketResult><Contents><Key>a</Key><Size>many</Size></Contents></ListBucketResult>"u8.ToArray()));
        await Task.CompletedTask;
    }

    [Fact]
    public void Keys_are_plain_when_the_server_does_not_say_that_they_are_escaped()
    {
        var page = S3Page.Read(At("p"), "<ListBucketResult><Contents><Key>a+b%20c&#x1;</Key><Size>1</Size><ETag>\"x\"</ETag></Contents><IsTruncated>false</IsTruncated></ListBucketResult>"u8.ToArray());

        Assert.Equal("a+b%20c\u0001", Assert.Single(page.Objects).Location.Key);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        await using var s3 = await StartAsync();

        var error = await RefusedAsync(() => s3.Store.ListAsync(new("s3://", "gone", "x"), Stop).CountAsync(Stop).AsTask());

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("There is no bucket 'gone'", error.Message, StringComparison.Ordinal);
        Assert.Equal("s3://gone/", error.Target);
    }

    [Fact]
    public async Task A_bucket_of_another_region_is_named_with_its_region()
    {
        await using var s3 = await StartAsync(new() { Region = "us-east-1" });
        s3.Table.AddBucket("far", "eu-west-1");

        var error = await RefusedAsync(() => s3.Store.ListAsync(new("s3://", "far", ""), Stop).CountAsync(Stop).AsTask());

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("'far' is in eu-west-1", error.Message, StringComparison.Ordinal);
    }
}
