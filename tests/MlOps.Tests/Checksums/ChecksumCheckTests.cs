using System.Security.Cryptography;

namespace MlOps.Tests.Checksums;

public class ChecksumCheckTests
{
    private static readonly byte[] s_content = MakeContent((40 << 20) + 12_345);

    public static TheoryData<ChecksumAlgorithm> Algorithms => [.. Enum.GetValues<ChecksumAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task The_checksum_of_a_whole_is_the_one_of_its_bytes_in_order(ChecksumAlgorithm algorithm)
    {
        foreach (var size in new[] { 0, 1, 1000, 16 << 20, (16 << 20) + 1, s_content.Length })
        {
            using var hash = ContentHash.Create(algorithm);
            hash.Append(s_content.AsSpan(0, size));
            Assert.Equal(hash.Finish().ToArray(), (await Compute(algorithm, 0, size)).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task The_checksum_of_parts_is_the_one_of_their_checksums(ChecksumAlgorithm algorithm)
    {
        const int partSize = 5 << 20;
        foreach (var size in new[] { 0, 1, partSize, partSize + 1, s_content.Length })
        {
            using var hash = ContentHash.Create(algorithm);
            var values = new List<byte>();
            foreach (var part in ObjectPart.Cut(size, partSize))
            {
                hash.Append(s_content.AsSpan((int)part.Offset, (int)part.Length));
                values.AddRange(hash.Finish().Span);
            }

            hash.Append(values.ToArray());
            Assert.Equal(hash.Finish().ToArray(), (await Compute(algorithm, partSize, size)).ToArray());
        }
    }

    // What S3 calls the ETag of an upload of two parts, here of "hello " and "world", before its "-2".
    [Fact]
    public async Task An_upload_in_two_parts_has_the_ETag_of_the_store()
    {
        var text = "hello world"u8.ToArray();
        var value = await ChecksumCheck.ComputeAsync(
            new(ChecksumAlgorithm.Md5, default) { PartSize = 6 }, (offset, length) => new MemoryStream(text, (int)offset, (int)length), text.Length, TestContext.Current.CancellationToken);
        Assert.Equal("e09e4fd6265b36115fe3db32df945d84", Convert.ToHexStringLower(value.Span));
    }

    [Fact]
    public async Task Streams_that_give_little_at_a_time_and_more_than_the_range_are_read_for_the_range_only()
    {
        var value = await ChecksumCheck.ComputeAsync(
            new(ChecksumAlgorithm.Sha256, default) { PartSize = 1000 }, (offset, _) => new Trickle(s_content.AsMemory((int)offset, 5000)), 3500, TestContext.Current.CancellationToken);
        var expected = SHA256.HashData([.. Enumerable.Range(0, 4).SelectMany(i => SHA256.HashData(s_content.AsSpan(i * 1000, i == 3 ? 500 : 1000)))]);
        Assert.Equal(expected, value.ToArray());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Content_that_ends_early_is_not_taken_for_the_whole(ChecksumAlgorithm algorithm) =>
        await Assert.ThrowsAsync<EndOfStreamException>(() => ChecksumCheck.ComputeAsync(
            new(algorithm, default), (offset, length) => new MemoryStream(s_content, (int)offset, (int)Math.Min(length, 1000)), 1001, TestContext.Current.CancellationToken));

    [Fact]
    public async Task It_can_be_ended()
    {
        using var end = new CancellationTokenSource();
        var opened = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChecksumCheck.ComputeAsync(
            new(ChecksumAlgorithm.Crc32C, default) { PartSize = 1000 },
            (offset, length) =>
            {
                if (Interlocked.Increment(ref opened) == 10)
                {
                    end.Cancel();
                }

                return new MemoryStream(s_content, (int)offset, (int)length);
            },
            s_content.Length,
            end.Token));
        Assert.InRange(opened, 10, s_content.Length / 1000);
    }

    private static Task<ReadOnlyMemory<byte>> Compute(ChecksumAlgorithm algorithm, long partSize, int size) =>
        ChecksumCheck.ComputeAsync(
            new(algorithm, default) { PartSize = partSize }, (offset, length) => new MemoryStream(s_content, (int)offset, (int)length), size, TestContext.Current.CancellationToken);

    private static byte[] MakeContent(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private sealed class Trickle(ReadOnlyMemory<byte> content) : MemoryStream(content.ToArray())
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
