using System.IO.Compression;
using MlOps.StandIn.Storage;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

public class ReadTests
{
    private static readonly byte[] s_content = Bytes(300_000);

    [Theory]
    [InlineData(0, 300_000)]
    [InlineData(0, 1)]
    [InlineData(299_999, 1)]
    [InlineData(12_345, 200_000)]
    public async Task A_range_is_read_of_the_generation_that_was_listed(int offset, int length)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");

        var read = await Read(gcs.Store, source, offset, length);

        Assert.Equal(s_content[offset..(offset + length)], read);
        var call = gcs.Server.Calls.All[^1];
        Assert.Equal("objects.getMedia", call.Operation);
        Assert.Equal(length == 300_000 ? null : $"bytes={offset}-{offset + length - 1}", call.Range);
        Assert.Contains($"generation={source.Version}", call.RawTarget, StringComparison.Ordinal);
        Assert.Equal("gzip", call.Headers["Accept-Encoding"]);
        Assert.DoesNotContain("Authorization", call.Headers.Keys);
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task The_objects_checksums_come_with_its_bytes()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        gcs.Table.Put(Bucket, "composed", s_content, new() { ComponentCount = 3 });

        await using var whole = await gcs.Store.OpenAsync(await gcs.Describe("a"), 0, 300_000, Stop);
        await using var range = await gcs.Store.OpenAsync(await gcs.Describe("a"), 5, 10, Stop);
        await using var composed = await gcs.Store.OpenAsync(await gcs.Describe("composed"), 0, 300_000, Stop);

        Assert.Equal(Sum(s_content), whole.Checksums[0]);
        Assert.Equal(ChecksumAlgorithm.Md5, whole.Checksums[1].Algorithm);
        Assert.Equal(whole.Checksums, range.Checksums);
        Assert.Equal([Sum(s_content)], composed.Checksums);
    }

    [Fact]
    public async Task For_no_bytes_nobody_is_asked()
    {
        await using var gcs = await Serve();

        Assert.Empty(await Read(gcs.Store, new() { Location = At("a"), Size = 10 }, 5, 0));
        Assert.Empty(gcs.Server.Calls.All);
    }

    [Fact]
    public async Task What_is_stored_compressed_comes_as_it_is_stored()
    {
        await using var gcs = await Serve();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[100_000]);
        }

        gcs.Table.Put(Bucket, "a", packed.ToArray(), new() { ContentEncoding = "gzip" });
        var source = await gcs.Describe("a");

        Assert.Equal(packed.Length, source.Size);
        Assert.Equal(packed.ToArray(), await Read(gcs.Store, source, 0, source.Size));
        Assert.Equal(packed.ToArray()[10..30], await Read(gcs.Store, source, 10, 20));
        Assert.Equal(Sum(packed.ToArray()), source.Checksums[0]);
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(StorageFaultKind.OtherRange, 1000, 5000, "with the range 'bytes 999-5998/300000'")]
    [InlineData(StorageFaultKind.IgnoreRange, 1000, 5000, "with the whole object")]
    [InlineData(StorageFaultKind.ShortLength, 1000, 5000, "bytes when it was asked for 5000 bytes from byte 1000 of 300000")]
    [InlineData(StorageFaultKind.LongLength, 1000, 5000, "with 6000 bytes")]
    [InlineData(StorageFaultKind.ShortLength, 0, 300_000, "bytes when it was asked for 300000 bytes from byte 0 of 300000")]
    [InlineData(StorageFaultKind.LongLength, 0, 300_000, "with 301000 bytes")]
    [InlineData(StorageFaultKind.NoLength, 0, 300_000, "with an unknown number of bytes")]
    public async Task An_answer_that_is_not_what_was_asked_for_is_refused(StorageFaultKind kind, int offset, int length, string words)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Server.Faults.Add(new() { Kind = kind, Operation = "objects.getMedia" });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(source, offset, length, Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("gs://training/a", error.Message, StringComparison.Ordinal);
        Assert.Equal(s_content[offset..(offset + length)], await Read(gcs.Store, source, offset, length));
    }

    [Theory]
    [InlineData(4_000_000)]
    [InlineData((8 << 20) - 1)]
    public async Task A_body_that_ends_early_is_an_error_at_that_byte(int at)
    {
        // Large enough that the answer has begun to arrive when it ends.
        await using var gcs = await Serve();
        var bytes = Bytes(8 << 20);
        gcs.Table.Put(Bucket, "a", bytes);
        var source = await gcs.Describe("a");
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Reset, Operation = "objects.getMedia", At = at });
        using var got = new MemoryStream();
        await using var content = await gcs.Store.OpenAsync(source, 0, source.Size, Stop);

        await Assert.ThrowsAnyAsync<IOException>(() => content.Stream.CopyToAsync(got, Stop));

        Assert.InRange(got.Length, 1, at);
        Assert.Equal(bytes[..(int)got.Length], got.ToArray());
        Assert.Equal(bytes[(int)got.Length..], await Read(gcs.Store, source, got.Length, source.Size - got.Length));
    }

    [Fact]
    public async Task A_body_of_which_nothing_comes_is_given_up()
    {
        await using var gcs = await Serve(longestSilence: TimeSpan.FromSeconds(2));
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Stall, Operation = "objects.getMedia", At = 100_000, Duration = TimeSpan.FromMinutes(10) });
        await using var content = await gcs.Store.OpenAsync(source, 0, source.Size, Stop);
        using var got = new MemoryStream();

        var error = await Assert.ThrowsAsync<IOException>(() => content.Stream.CopyToAsync(got, Stop));

        Assert.Contains("No byte of gs://training/a", error.Message, StringComparison.Ordinal);
        Assert.Equal(s_content[..100_000], got.ToArray());
    }

    [Fact]
    public async Task Time_that_the_reader_takes_is_not_the_services()
    {
        await using var gcs = await Serve(longestSilence: TimeSpan.FromSeconds(2));
        gcs.Table.Put(Bucket, "a", Bytes(8 << 20));
        var source = await gcs.Describe("a");
        await using var content = await gcs.Store.OpenAsync(source, 0, source.Size, Stop);
        var buffer = new byte[1 << 20];
        await content.Stream.ReadExactlyAsync(buffer, Stop);

        await Task.Delay(3000, Stop);

        for (var i = 1; i < 8; i++)
        {
            await content.Stream.ReadExactlyAsync(buffer, Stop);
        }

        Assert.Equal(0, await content.Stream.ReadAsync(buffer, Stop));
        Assert.Equal(Bytes(8 << 20)[^buffer.Length..], buffer);
    }

    [Fact]
    public async Task Whoever_cancels_in_the_middle_is_not_told_of_an_error()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Stall, Operation = "objects.getMedia", At = 0, Duration = TimeSpan.FromMinutes(10) });
        await using var content = await gcs.Store.OpenAsync(source, 0, source.Size, Stop);
        using var stop = new CancellationTokenSource();
        var reading = content.Stream.ReadAsync(new byte[10], stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task An_object_that_was_replaced_is_a_conflict()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Replace, Operation = "objects.getMedia", After = 1 });
        Assert.Equal(s_content[..10], await Read(gcs.Store, source, 0, 10));

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(source, 10, 10, Stop));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("gs://training/a has been replaced", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task An_object_that_was_deleted_is_not_found()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Delete, Operation = "objects.getMedia" });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(source, 10, 10, Stop));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task Where_old_generations_are_kept_the_one_that_was_listed_is_read()
    {
        await using var gcs = await Serve();
        gcs.Table.Find(Bucket)!.KeepsVersions = true;
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Table.Put(Bucket, "a", Bytes(5));

        Assert.Equal(s_content, await Read(gcs.Store, source, 0, source.Size));
    }

    [Fact]
    public async Task Of_an_object_that_nobody_knows_the_generation_of_the_present_one_is_read()
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = new StoredObject { Location = At("a"), Size = s_content.Length };

        Assert.Equal(s_content, await Read(gcs.Store, source, 0, source.Size));
        gcs.Table.Put(Bucket, "a", Bytes(5));
        var replaced = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(source, 1000, 10, Stop));
        gcs.Table.Find(Bucket)!.Delete("a");
        var deleted = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(source, 1000, 10, Stop));

        Assert.Equal([ErrorCode.Conflict, ErrorCode.NotFound], [replaced.Code, deleted.Code]);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refusal_that_passes_is_not_seen(int status)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Refuse("objects.getMedia", status, times: 3);

        Assert.Equal(s_content, await Read(gcs.Store, source, 0, source.Size));
        Assert.Equal(4, gcs.Server.Calls.Count("objects.getMedia"));
    }

    [Theory]
    [InlineData(429, ErrorCode.Throttled, 12)]
    [InlineData(503, ErrorCode.ProviderError, 5)]
    [InlineData(403, ErrorCode.AccessDenied, 1)]
    [InlineData(401, ErrorCode.AccessDenied, 1)]
    [InlineData(412, ErrorCode.Conflict, 1)]
    public async Task A_refusal_that_stays_is_one_error(int status, ErrorCode code, int tries)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", s_content);
        var source = await gcs.Describe("a");
        gcs.Refuse("objects.getMedia", status, times: null);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Store.OpenAsync(source, 0, source.Size, Stop));

        Assert.Equal(code, error.Code);
        Assert.Contains("storage.objects.get", error.Message, StringComparison.Ordinal);
        Assert.Equal(tries, gcs.Server.Calls.Count("objects.getMedia"));
    }

    [Fact]
    public async Task Many_ranges_at_once_are_each_what_they_are()
    {
        await using var gcs = await Serve();
        var content = Bytes(4_000_037);
        gcs.Table.Put(Bucket, "a", content);
        var source = await gcs.Describe("a");
        var store = gcs.Store;
        var got = new byte[content.Length];

        await Parallel.ForEachAsync(ObjectPart.Cut(content.Length, 100_000), new ParallelOptions { MaxDegreeOfParallelism = 48, CancellationToken = Stop }, async (part, _) =>
            (await Read(store, source, part.Offset, part.Length)).CopyTo(got, (int)part.Offset));

        Assert.Equal(content, got);
        Assert.Empty(gcs.Server.Violations);
    }
}
