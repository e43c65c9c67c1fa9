using MlOps.StandIn.Storage;
using static MlOps.Tests.S3.S3Fixture;
using static MlOps.Tests.S3.Upload;

namespace MlOps.Tests.S3;

/// <summary>Objects that are written, in one piece and in parts.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class WritingTests
{
    private const int Part = 16 << 20;

    private static readonly byte[] s_small = Bytes(100_000);
    private static readonly byte[] s_large = Bytes((2 * Part) + 12_345);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(8 << 20)]
    public async Task A_small_object_is_sent_at_once_with_its_checksum(int size)
    {
        await using var s3 = await StartAsync();
        var content = Bytes(size);

        var written = await WriteAsync(s3, "a/b", content, "gzip");

        var put = s3.Table.Find(Bucket, "a/b")!;
        Assert.Equal(content, Content(put));
        Assert.Equal((At("a/b"), size, put.ETag, "gzip"), (written.Location, written.Size, written.Version, written.ContentEncoding));
        Assert.Equal("gzip", put.Draft.ContentEncoding);
        Assert.Equal([Sum(content)], written.Checksums);
        var call = Assert.Single(s3.Calls.All);
        Assert.Equal(Convert.ToBase64String(Sum(content).Value.Span), call.Headers["x-amz-checksum-crc64nvme"]);
        Assert.DoesNotContain(call.Headers.Keys, name => name.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_is_seen_of_an_object_before_it_is_complete()
    {
        await using var s3 = await StartAsync();

        await using (var small = await s3.Store.WriteAsync(Target("small", s_small), Stop))
        {
            await WritePartsAsync(small, s_small);
        }

        await using (var large = await s3.Store.WriteAsync(Target("large", s_large), Stop))
        {
            await WritePartsAsync(large, s_large);
        }

        Assert.Empty(s3.Table.Find(Bucket)!.Objects);
    }

    [Fact]
    public async Task A_large_object_is_sent_in_parts_and_held_against_one_checksum()
    {
        await using var s3 = await StartAsync();
        await using var writer = await s3.Store.WriteAsync(Target("a", s_large, "gzip"), Stop);

        Assert.Equal([new(0, Part), new(Part, Part), new(2 * Part, 12_345)], writer.Parts);
        Assert.Equal(ChecksumAlgorithm.Crc64Nvme, writer.Wanted);
        Assert.Null(writer.ReadBack(0, 1));
        Assert.Equal([0, 0, 0], Done(writer));
        await WritePartsAsync(writer, s_large);
        Assert.Equal([Part, Part, 12_345], Done(writer));
        var written = await CompleteAsync(writer, s_large);

        var put = s3.Table.Find(Bucket, "a")!;
        Assert.Equal(s_large, Content(put));
        Assert.Equal((put.ETag, s_large.Length, "gzip", "gzip"), (written.Version, written.Size, written.ContentEncoding, put.Draft.ContentEncoding));
        Assert.Equal([Sum(s_large)], (await s3.DescribeAsync("a")).Checksums);
        Assert.False(s3.HasNotes);
    }

    [Theory]
    [MemberData(nameof(OddKeys.All), MemberType = typeof(OddKeys))]
    public async Task Every_key_is_written_as_it_is(string key)
    {
        await using var s3 = await StartAsync();

        await WriteAsync(s3, key, s_small);

        Assert.Equal([key], s3.Table.Find(Bucket)!.Objects.Select(each => each.Key));
    }

    [Theory]
    [InlineData("a/../b", 1)]
    [InlineData("ü+ %2F?#", 2)]
    public async Task Every_key_is_written_in_parts_as_it_is(string key, int _)
    {
        await using var s3 = await StartAsync();

        await WriteAsync(s3, key, s_large);

        Assert.Equal([key], s3.Table.Find(Bucket)!.Objects.Select(each => each.Key));
    }

    [Fact]
    public async Task Another_run_goes_on_with_the_parts_that_are_there()
    {
        await using var s3 = await StartAsync();
        await using (var first = await s3.Store.WriteAsync(Target("a", s_large), Stop))
        {
            await WritePartAsync(first, 1, s_large);
        }

        s3.Calls.Clear();
        await using var second = await s3.NewStore().WriteAsync(Target("a", s_large), Stop);

        Assert.Equal([0, Part, 0], Done(second));
        await WritePartsAsync(second, s_large);
        await CompleteAsync(second, s_large);
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "a")!));
        Assert.Equal((0, 2, 1), (s3.Calls.Count("CreateMultipartUpload"), s3.Calls.Count("UploadPart"), s3.Calls.Count("CompleteMultipartUpload")));
        Assert.False(s3.HasNotes);
    }

    [Fact]
    public async Task All_parts_are_found_however_many_pages_they_are_listed_in()
    {
        await using var s3 = await StartAsync(new() { PageSize = 1 });
        await using (var first = await s3.Store.WriteAsync(Target("a", s_large), Stop))
        {
            await WritePartsAsync(first, s_large);
        }

        await using var second = await s3.NewStore().WriteAsync(Target("a", s_large), Stop);

        Assert.Equal([Part, Part, 12_345], Done(second));
        await CompleteAsync(second, s_large);
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "a")!));
    }

    [Fact]
    public async Task Other_content_is_begun_anew()
    {
        await using var s3 = await StartAsync();
        await using (var first = await s3.Store.WriteAsync(Target("a", s_large), Stop))
        {
            await WritePartsAsync(first, s_large);
        }

        var other = Bytes(s_large.Length, seed: 2);
        await using var second = await s3.NewStore().WriteAsync(Target("a", other), Stop);

        Assert.Equal([0, 0, 0], Done(second));
        await WritePartsAsync(second, other);
        await CompleteAsync(second, other);
        Assert.Equal(other, Content(s3.Table.Find(Bucket, "a")!));
    }

    [Fact]
    public async Task An_upload_that_is_gone_is_begun_anew()
    {
        await using var s3 = await StartAsync();
        await using var first = await s3.Store.WriteAsync(Target("a", s_large), Stop);
        await WritePartAsync(first, 0, s_large);
        await using (var same = await s3.NewStore().WriteAsync(Target("a", s_large), Stop))
        {
            var note = s3.Notes.Read(Target("a", s_large));
            await same.AbandonAsync(Stop);
            Assert.False(s3.HasNotes);
            s3.Notes.Write(Target("a", s_large), note!);
        }

        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(() => WritePartAsync(first, 1, s_large))).Code);
        Assert.False(s3.HasNotes);
        await WriteAsync(s3, "a", s_large, store: s3.NewStore());
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "a")!));
    }

    [Fact]
    public async Task An_upload_that_may_not_be_looked_at_is_begun_anew()
    {
        await using var s3 = await StartAsync();
        await using (await s3.Store.WriteAsync(Target("a", s_large), Stop))
        {
        }

        s3.Faults.AddStatus("ListParts", 403);

        await WriteAsync(s3, "a", s_large, store: s3.NewStore());
        Assert.Equal(2, s3.Calls.Count("CreateMultipartUpload"));
    }

    [Fact]
    public async Task What_was_thrown_away_is_of_no_use_to_anybody()
    {
        await using var s3 = await StartAsync();
        await using var writer = await s3.Store.WriteAsync(Target("a", s_large), Stop);
        await WritePartsAsync(writer, s_large);

        await writer.AbandonAsync(Stop);
        await writer.AbandonAsync(Stop);

        Assert.False(s3.HasNotes);
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(() => CompleteAsync(writer, s_large))).Code);
        Assert.Empty(s3.Table.Find(Bucket)!.Objects);
    }

    [Fact]
    public async Task A_byte_that_changes_on_the_way_is_found_and_nothing_is_left_of_it()
    {
        await using var s3 = await StartAsync();
        s3.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = "PutObject" });
        s3.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = "UploadPart" });

        var small = await RefusedAsync(() => WriteAsync(s3, "small", s_small));
        var large = await RefusedAsync(() => WriteAsync(s3, "large", s_large));

        Assert.Equal((ErrorCode.Corrupt, ErrorCode.Corrupt), (small.Code, large.Code));
        Assert.Empty(s3.Table.Find(Bucket)!.Objects);
        Assert.Equal(1, s3.Calls.Count("AbortMultipartUpload"));
        Assert.False(s3.HasNotes);
        await WriteAsync(s3, "small", s_small);
        await WriteAsync(s3, "large", s_large);
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "large")!));
    }

    [Fact]
    public async Task A_checksum_of_other_content_is_refused_even_where_nothing_can_be_thrown_away()
    {
        await using var s3 = await StartAsync();
        s3.Faults.AddStatus("AbortMultipartUpload", 403);
        await using var writer = await s3.Store.WriteAsync(Target("a", s_large), Stop);
        await WritePartsAsync(writer, s_large);

        Assert.Equal(ErrorCode.Corrupt, (await RefusedAsync(() => writer.CompleteAsync(Sum(s_small), Stop))).Code);
        Assert.Empty(s3.Table.Find(Bucket)!.Objects);
    }

    [Theory]
    [InlineData(StorageFaultKind.ResetUpload)]
    [InlineData(StorageFaultKind.LoseAnswer)]
    [InlineData(StorageFaultKind.Status)]
    public async Task A_part_that_fails_is_sent_again_when_it_is_asked_for(StorageFaultKind kind)
    {
        await using var s3 = await StartAsync();
        s3.Faults.Add(new() { Kind = kind, Operation = "UploadPart", Times = 2 });
        await using var writer = await s3.Store.WriteAsync(Target("a", s_large), Stop);

        for (var i = 0; i < 2; i++)
        {
            var error = await RefusedAsync(() => WritePartAsync(writer, 0, s_large));
            Assert.Equal(kind == StorageFaultKind.Status ? ErrorCode.Throttled : ErrorCode.ProviderError, error.Code);
            Assert.Equal(0, writer.Done(0));
        }

        await WritePartsAsync(writer, s_large);
        await CompleteAsync(writer, s_large);
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "a")!));
        Assert.Equal(5, s3.Calls.Count("UploadPart"));
    }

    [Fact]
    public async Task A_part_that_is_there_is_not_sent_again()
    {
        await using var s3 = await StartAsync();
        await using var writer = await s3.Store.WriteAsync(Target("a", s_large), Stop);

        await WritePartAsync(writer, 0, s_large);
        await writer.WriteAsync(0, (_, _) => throw new InvalidOperationException("It is not read."), Stop);

        Assert.Equal(1, s3.Calls.Count("UploadPart"));
    }

    [Fact]
    public async Task A_source_that_fails_is_told_from_a_store_that_does()
    {
        await using var s3 = await StartAsync();
        var changed = new MlOpsException(ErrorCode.Conflict, "The source has changed.");
        foreach (var content in new[] { s_small, s_large })
        {
            await using var writer = await s3.Store.WriteAsync(Target("a", content), Stop);

            Assert.Same(changed, await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(0, (_, _) => throw changed, Stop)));
            Assert.Same(changed, await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(0, (_, _) => Task.FromResult<Stream>(new FailingStream(50_000, changed)), Stop)));
            await Assert.ThrowsAnyAsync<IOException>(() => writer.WriteAsync(0, (_, _) => Task.FromResult<Stream>(new MemoryStream(new byte[1000])), Stop));
            Assert.Equal(0, writer.Done(0));
            await WritePartsAsync(writer, content);
            await CompleteAsync(writer, content);
            Assert.Equal(content, Content(s3.Table.Find(Bucket, "a")!));
        }
    }

    [Theory]
    [InlineData("PutObject", 100_000)]
    [InlineData("CompleteMultipartUpload", (2 * Part) + 12_345)]
    [InlineData("CreateMultipartUpload", (2 * Part) + 12_345)]
    public async Task An_answer_that_is_lost_is_no_failure(string operation, int size)
    {
        await using var s3 = await StartAsync();
        var content = Bytes(size);
        s3.Faults.Add(new() { Kind = StorageFaultKind.LoseAnswer, Operation = operation, Times = 2 });

        var written = await WriteAsync(s3, "a", content);

        Assert.Equal(content, Content(s3.Table.Find(Bucket, "a")!));
        Assert.Equal(s3.Table.Find(Bucket, "a")!.ETag, written.Version);
        Assert.False(s3.HasNotes);
    }

    [Fact]
    public async Task A_failure_in_an_answer_that_began_as_a_success_is_one()
    {
        await using var s3 = await StartAsync();
        s3.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = 200, Code = "InternalError", Operation = "CompleteMultipartUpload", Times = 1 });

        await WriteAsync(s3, "a", s_large);
        Assert.Equal(2, s3.Calls.Count("CompleteMultipartUpload"));

        s3.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = 200, Code = "InternalError", Operation = "CompleteMultipartUpload", Times = null });
        Assert.Equal(ErrorCode.ProviderError, (await RefusedAsync(() => WriteAsync(s3, "b", s_large))).Code);
        Assert.Null(s3.Table.Find(Bucket, "b"));
        Assert.True(s3.HasNotes);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_checksum_holds_everything_against_MD5s()
    {
        await using var s3 = await StartAsync(new() { KnowsCrc64Nvme = false });

        await WriteAsync(s3, "small", s_small, "gzip");
        await using (var writer = await s3.Store.WriteAsync(Target("large", s_large), Stop))
        {
            Assert.Null(writer.Wanted);
            await WritePartAsync(writer, 0, s_large);
        }

        await using (var writer = await s3.NewStore().WriteAsync(Target("large", s_large), Stop))
        {
            Assert.Null(writer.Wanted);
            Assert.Equal([Part, 0, 0], Done(writer));
            await WritePartsAsync(writer, s_large);
            await writer.CompleteAsync(null, Stop);
        }

        Assert.Equal(s_small, Content(s3.Table.Find(Bucket, "small")!));
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "large")!));
        await WriteAsync(s3, "second", s_small);
        Assert.Equal(3, s3.Calls.Count("PutObject"));
    }

    [Fact]
    public async Task A_byte_that_changes_on_the_way_to_a_server_that_does_not_know_the_checksum_is_found_too()
    {
        await using var s3 = await StartAsync(new() { KnowsCrc64Nvme = false });
        await WriteAsync(s3, "first", s_small);
        s3.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = "PutObject" });
        s3.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = "UploadPart" });

        Assert.Equal(ErrorCode.Corrupt, (await RefusedAsync(() => WriteAsync(s3, "small", s_small))).Code);
        await using var writer = await s3.Store.WriteAsync(Target("large", s_large), Stop);
        Assert.Equal(ErrorCode.Corrupt, (await RefusedAsync(() => WritePartAsync(writer, 0, s_large))).Code);
        Assert.Equal(0, writer.Done(0));
        await WritePartsAsync(writer, s_large);
        await writer.CompleteAsync(null, Stop);
        Assert.Equal(s_large, Content(s3.Table.Find(Bucket, "large")!));
    }

    [Fact]
    public async Task A_lost_answer_of_a_server_that_does_not_know_the_checksum_is_no_failure_either()
    {
        await using var s3 = await StartAsync(new() { KnowsCrc64Nvme = false });
        s3.Faults.Add(new() { Kind = StorageFaultKind.LoseAnswer, Operation = "CompleteMultipartUpload" });

        var written = await WriteAsync(s3, "a", s_large);

        Assert.Equal(s3.Table.Find(Bucket, "a")!.ETag, written.Version);
    }

    [Fact]
    public async Task A_refusal_that_has_nothing_to_do_with_the_checksum_is_told_as_it_was()
    {
        await using var s3 = await StartAsync();
        s3.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = 400, Code = "InvalidRequest", Operation = "PutObject", Times = 2 });

        Assert.Contains("InvalidRequest", (await RefusedAsync(() => WriteAsync(s3, "a", s_small))).Message, StringComparison.Ordinal);

        await WriteAsync(s3, "a", s_small);
        Assert.True(s3.Calls.All[^1].Headers.ContainsKey("x-amz-checksum-crc64nvme"));
    }

    [Fact]
    public async Task An_object_that_is_larger_than_any_can_be_is_refused()
    {
        await using var s3 = await StartAsync();

        var error = await RefusedAsync(() => s3.Store.WriteAsync(Target("a", []) with { Size = (10_000L * (5L << 30)) + 1 }, Stop));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Empty(s3.Calls.All);
    }

    [Theory]
    [InlineData(100L << 30, 16L << 20)]
    [InlineData(160L << 30, 17L << 20)]
    [InlineData(10_000L * (5L << 30), 5L << 30)]
    [InlineData(1L << 40, 105L << 20)]
    public async Task There_are_never_more_parts_than_S3_takes(long size, long partSize)
    {
        await using var s3 = await StartAsync();
        await using var writer = await s3.Store.WriteAsync(Target("a", []) with { Size = size }, Stop);

        Assert.Equal(partSize, writer.Parts[0].Length);
        Assert.InRange(writer.Parts.Count, 1, 10_000);
        Assert.Equal(size, writer.Parts.Sum(part => part.Length));
    }

    private static IEnumerable<long> Done(IObjectWriter writer) => Enumerable.Range(0, writer.Parts.Count).Select(writer.Done);

    private static byte[] Content(TableObject one)
    {
        var bytes = new byte[one.Content.Length];
        using var reader = one.Content.Open();
        reader.Read(0, bytes);
        return bytes;
    }

    private sealed class FailingStream(int after, Exception failure) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw failure;
    }
}
