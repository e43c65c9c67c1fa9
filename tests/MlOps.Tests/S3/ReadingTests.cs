using MlOps.StandIn.Storage;
using static MlOps.Tests.S3.S3Fixture;

namespace MlOps.Tests.S3;

/// <summary>Objects and ranges of them, and what may go wrong on the way.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class ReadingTests
{
    private static readonly byte[] s_content = Bytes(1_000_000);

    [Theory]
    [InlineData(0, 1_000_000)]
    [InlineData(0, 1)]
    [InlineData(1, 999_999)]
    [InlineData(999_999, 1)]
    [InlineData(400_000, 200_000)]
    public async Task A_range_is_read_and_nothing_beside_it(int offset, int length)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Calls.Clear();

        Assert.Equal(s_content[offset..(offset + length)], await s3.ReadAsync(source, offset, length));
        Assert.Equal(length, s3.Calls.BytesOf(Bucket, "a"));
        Assert.Equal($"\"{source.Version}\"", Assert.Single(s3.Calls.All).Headers["If-Match"]);
    }

    [Fact]
    public async Task Nothing_is_asked_for_of_an_empty_object()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", Bytes(0));
        var source = await s3.DescribeAsync("a");
        s3.Calls.Clear();

        Assert.Empty(await s3.ReadAsync(source, 0, 0));
        Assert.Empty(s3.Calls.All);
    }

    [Fact]
    public async Task With_a_whole_object_come_its_checksums_and_with_a_range_only_those_that_are_of_the_whole()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        s3.Table.Put(Bucket, "parts", s_content, new() { Checksum = ChecksumAlgorithm.Sha256, IsChecksumComposite = true, PartSizes = [500_000, 500_000] });
        s3.Table.Put(Bucket, "kms", s_content, new() { Checksum = null, Encryption = ObjectEncryption.Kms });

        Assert.Equal([ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Md5], await KindsAsync("a", s_content.Length));
        Assert.Equal([ChecksumAlgorithm.Md5], await KindsAsync("a", 10));
        Assert.Empty(await KindsAsync("parts", s_content.Length));
        Assert.Empty(await KindsAsync("kms", s_content.Length));

        async Task<IEnumerable<ChecksumAlgorithm>> KindsAsync(string key, long length)
        {
            var source = await s3.DescribeAsync(key);
            await using var content = await s3.Store.OpenAsync(source, 0, length, Stop);
            Assert.All(content.Checksums, sum => Assert.Contains(sum, source.Checksums));
            return content.Checksums.Select(sum => sum.Algorithm);
        }
    }

    [Fact]
    public async Task An_encoded_object_is_read_as_it_is_stored()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content, new() { ContentEncoding = "gzip" });

        Assert.Equal(s_content, await s3.ReadAsync(await s3.DescribeAsync("a"), 0, s_content.Length));
    }

    [Theory]
    [InlineData(0, 1_000_000, StorageFaultKind.Replace, ErrorCode.Conflict)]
    [InlineData(0, 10, StorageFaultKind.Replace, ErrorCode.Conflict)]
    [InlineData(0, 1_000_000, StorageFaultKind.Delete, ErrorCode.NotFound)]
    [InlineData(10, 10, StorageFaultKind.Delete, ErrorCode.NotFound)]
    public async Task An_object_that_is_another_or_gone_is_told_from_one_that_cannot_be_read(int offset, int length, StorageFaultKind kind, ErrorCode expected)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = kind, Operation = "GetObject" });

        var error = await RefusedAsync(() => s3.ReadAsync(source, offset, length));

        Assert.Equal(expected, error.Code);
        Assert.Contains("s3://data/a", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2_000_000)]
    public async Task An_object_without_a_version_that_has_another_size_has_changed(int size)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a") with { Version = "" };
        s3.Table.Put(Bucket, "a", Bytes(size));

        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(() => s3.ReadAsync(source, 0, source.Size))).Code);
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(() => s3.ReadAsync(source, 5, 3))).Code);
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(() => s3.ReadAsync(source, 500_000, 500_000))).Code);
    }

    [Theory]
    [InlineData(StorageFaultKind.IgnoreRange, "the whole object, 1000000 bytes")]
    [InlineData(StorageFaultKind.OtherRange, "'bytes 99-299/1000000', 201 bytes")]
    [InlineData(StorageFaultKind.LongLength, "'bytes 100-300/1000000', 1201 bytes")]
    public async Task Another_range_than_the_one_that_was_asked_for_is_named(StorageFaultKind kind, string said)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = kind, Operation = "GetObject" });

        var error = await RefusedAsync(() => s3.ReadAsync(source, 100, 201));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("100 to 300", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700_000)]
    [InlineData(999_999)]
    public async Task A_body_that_breaks_off_is_an_error_and_never_an_end(int at)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = StorageFaultKind.Reset, Operation = "GetObject", At = at, Times = null });
        using var read = new MemoryStream();

        // A connection that is cut early may take the answer's head with it.
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var content = await s3.Store.OpenAsync(source, 0, source.Size, Stop);
            await content.Stream.CopyToAsync(read, Stop);
        });

        Assert.True(error is IOException or MlOpsException { Code: ErrorCode.ProviderError }, $"{error}");
        Assert.True(s_content.AsSpan().StartsWith(read.ToArray()));
        Assert.InRange(read.Length, 0, at);
    }

    [Fact]
    public async Task A_body_without_a_length_is_counted()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = StorageFaultKind.NoLength, Operation = "GetObject", Times = null });

        Assert.Equal(s_content, await s3.ReadAsync(source, 0, source.Size));
        Assert.Equal(s_content[5..10], await s3.ReadAsync(source, 5, 5));

        s3.Faults.Add(new() { Kind = StorageFaultKind.ShortLength, Operation = "GetObject", Times = null, At = 400_000 });
        await Assert.ThrowsAnyAsync<IOException>(() => s3.ReadAsync(source, 0, source.Size));
    }

    [Fact]
    public async Task A_body_that_lies_still_for_too_long_is_an_error()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = StorageFaultKind.Stall, Operation = "GetObject", At = 100_000, Duration = TimeSpan.FromMinutes(5) });

        var error = await Assert.ThrowsAnyAsync<IOException>(() => s3.ReadAsync(source, 0, source.Size, s3.NewStore(patience: TimeSpan.FromMilliseconds(500))));

        Assert.Contains("No byte of ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_begin_in_time_is_asked_for_again()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = StorageFaultKind.Delay, Operation = "GetObject", Times = 2, Duration = TimeSpan.FromMinutes(5) });

        Assert.Equal(s_content, await s3.ReadAsync(source, 0, source.Size, s3.NewStore(patience: TimeSpan.FromMilliseconds(500))));
        Assert.Equal(3, s3.Calls.Count("GetObject"));
    }

    [Fact]
    public async Task What_is_read_can_be_ended()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = StorageFaultKind.Stall, Operation = "GetObject", At = 100_000, Duration = TimeSpan.FromMinutes(5) });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var content = await s3.Store.OpenAsync(source, 0, source.Size, ended.Token);
        await content.Stream.ReadExactlyAsync(new byte[100_000], ended.Token);

        var next = content.Stream.ReadAsync(new byte[1], ended.Token).AsTask();
        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task What_was_not_read_to_its_end_costs_no_more_than_its_connection()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", new PatternBlob(1L << 32, 1), new() { Checksum = null, ETag = "x" });
        var source = await s3.DescribeAsync("a");

        for (var i = 0; i < 20; i++)
        {
            await using var content = await s3.Store.OpenAsync(source, 0, source.Size, Stop);
            await content.Stream.ReadExactlyAsync(new byte[10], Stop);
        }

        Assert.InRange(s3.Calls.BytesSent, 0, 1L << 30);
    }
}
