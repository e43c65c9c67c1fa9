using System.Globalization;
using MlOps.StandIn.Storage;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

public class ListTests
{
    [Fact]
    public async Task Objects_are_listed_over_pages_with_what_is_known_of_them()
    {
        await using var gcs = await Serve(new() { PageSize = 3 });
        var content = Bytes(1000);
        foreach (var i in Enumerable.Range(0, 10))
        {
            gcs.Table.Put(Bucket, $"run/{i}", content, new() { ContentEncoding = i == 0 ? "gzip" : "" });
        }

        gcs.Table.Put(Bucket, "other", content);
        var md5 = gcs.Table.Find(Bucket, "other")!.Sums[ChecksumAlgorithm.Md5];

        var listed = await gcs.Store.ListAsync(At("run/"), Stop).ToListAsync(Stop);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"gs://training/run/{i}"), listed.Select(one => one.Location.ToString()));
        Assert.All(listed, one =>
        {
            Assert.Equal(1000, one.Size);
            Assert.Equal(gcs.Table.Find(Bucket, one.Location.Key)!.Generation, long.Parse(one.Version, CultureInfo.InvariantCulture));
            Assert.Equal(gcs.Table.Find(Bucket, one.Location.Key)!.LastModified, one.LastModified);
            Assert.Equal([ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Md5], one.Checksums.Select(sum => sum.Algorithm));
            Assert.Equal(Sum(content), one.Checksums[0]);
            Assert.Equal(md5, one.Checksums[1].Value.ToArray());
            Assert.All(one.Checksums, sum => Assert.True(sum.IsOfWhole));
        });
        Assert.Equal("gzip", listed[0].ContentEncoding);
        Assert.All(listed.Skip(1), one => Assert.Empty(one.ContentEncoding));
        Assert.Equal(4, gcs.Server.Calls.Count("objects.list"));
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task The_next_page_is_read_while_one_is_looked_at_and_no_further_one()
    {
        await using var gcs = await Serve(new() { PageSize = 2 });
        foreach (var i in Enumerable.Range(0, 6))
        {
            gcs.Table.Put(Bucket, $"{i}", Bytes(1));
        }

        var listing = gcs.Store.ListAsync(At(""), Stop).GetAsyncEnumerator(Stop);
        Assert.True(await listing.MoveNextAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (gcs.Server.Calls.Count("objects.list") < 2)
        {
            await Task.Delay(5, limit.Token);
        }

        Assert.True(await listing.MoveNextAsync());
        Assert.Equal(2, gcs.Server.Calls.Count("objects.list"));
        await listing.DisposeAsync();
        Assert.Equal(2, gcs.Server.Calls.Count("objects.list"));
    }

    [Fact]
    public async Task Whoever_has_seen_enough_does_not_wait_for_the_next_page()
    {
        await using var gcs = await Serve(new() { PageSize = 1 });
        gcs.Table.Put(Bucket, "a", Bytes(1));
        gcs.Table.Put(Bucket, "b", Bytes(1));
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Delay, Operation = "objects.list", After = 1, Duration = TimeSpan.FromMinutes(10) });

        var first = await gcs.Store.ListAsync(At(""), Stop).FirstAsync(Stop);

        Assert.Equal("a", first.Location.Key);
    }

    [Fact]
    public async Task A_page_that_fails_after_others_is_an_error_where_it_is()
    {
        await using var gcs = await Serve(new() { PageSize = 1 });
        gcs.Table.Put(Bucket, "a", Bytes(1));
        gcs.Table.Put(Bucket, "b", Bytes(1));
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = 403, Operation = "objects.list", After = 1, Times = null });
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<MlOpsException>(async () =>
        {
            await foreach (var one in gcs.Store.ListAsync(At(""), Stop))
            {
                seen.Add(one.Location.Key);
            }
        });

        Assert.Equal(["a"], seen);
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("storage.objects.list", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", ErrorCode.NotFound)]
    public async Task A_bucket_that_is_not_there_is_an_error(string bucket, ErrorCode code)
    {
        await using var gcs = await Serve();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.ListAsync(At("") with { Bucket = bucket }, Stop).CountAsync(Stop).AsTask());

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task Nothing_is_no_object_and_no_error()
    {
        await using var gcs = await Serve();

        Assert.Equal(0, await gcs.Store.ListAsync(At("nothing/"), Stop).CountAsync(Stop));
        Assert.Null(await gcs.Store.DescribeAsync(At("nothing"), Stop));
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task An_object_is_described_with_all_that_is_known_of_it()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", Bytes(77), new() { ContentEncoding = "gzip", LastModified = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero) });

        var described = await gcs.Describe("a");

        Assert.Equal(Assert.Single(await gcs.Store.ListAsync(At("a"), Stop).ToListAsync(Stop)) with { Checksums = [] }, described with { Checksums = [] });
        Assert.Equal(77, described.Size);
        Assert.Equal("gzip", described.ContentEncoding);
        Assert.Equal(new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero), described.LastModified);
        Assert.Equal(Sum(Bytes(77)), described.Checksums[0]);
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task An_object_that_was_composed_has_a_crc_only()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", Bytes(77), new() { ComponentCount = 2 });

        Assert.Equal(Sum(Bytes(77)), Assert.Single((await gcs.Describe("a")).Checksums));
    }

    [Fact]
    public async Task The_location_of_a_bucket_is_found()
    {
        await using var gcs = await Serve();
        gcs.Table.Find(Bucket)!.Region = "EUROPE-WEST4";

        Assert.Equal("europe-west4", await gcs.Store.FindLocationAsync(Bucket, Stop));
        Assert.Empty(gcs.Server.Violations);
    }
}
