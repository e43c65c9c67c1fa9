using MlOps.StandIn.Storage;
using static MlOps.Tests.S3.S3Fixture;

namespace MlOps.Tests.S3;

/// <summary>What S3 says of one object, and what of it may be held against its bytes.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class DescriptionTests
{
    private static readonly byte[] s_content = Bytes(1_000_000);

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme)]
    [InlineData(ChecksumAlgorithm.Crc32C)]
    [InlineData(ChecksumAlgorithm.Crc32)]
    [InlineData(ChecksumAlgorithm.Sha256)]
    [InlineData(ChecksumAlgorithm.Sha1)]
    public async Task Of_an_object_in_one_piece_the_checksum_and_the_MD5_are_known(ChecksumAlgorithm algorithm)
    {
        await using var s3 = await StartAsync();
        var time = new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.Zero);
        var put = s3.Table.Put(Bucket, "a", s_content, new() { Checksum = algorithm, ContentEncoding = "gzip", LastModified = time });

        var found = await s3.DescribeAsync("a");

        Assert.Equal((At("a"), s_content.Length, put.ETag, "gzip", time), (found.Location, found.Size, found.Version, found.ContentEncoding, found.LastModified));
        Assert.Equal([Of(algorithm, s_content), Of(ChecksumAlgorithm.Md5, s_content)], found.Checksums);
        Assert.Equal(1, s3.Calls.Count("HeadObject"));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, 300_000, 300_000, 300_000, 100_000)]
    [InlineData(ChecksumAlgorithm.Crc32, 1_000_000)]
    [InlineData(ChecksumAlgorithm.Crc32C, 999_999, 1)]
    public async Task Of_an_object_in_parts_a_checksum_of_the_whole_is_enough(ChecksumAlgorithm algorithm, params int[] parts)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content, new() { Checksum = algorithm, PartSizes = [.. parts.Select(each => (long)each)] });

        var found = await s3.DescribeAsync("a");

        Assert.Equal([Of(algorithm, s_content)], found.Checksums);
        Assert.Equal(1, s3.Calls.Count("HeadObject"));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Sha256, 300_000, 300_000, 300_000, 100_000)]
    [InlineData(ChecksumAlgorithm.Sha1, 500_000, 500_000)]
    [InlineData(ChecksumAlgorithm.Crc32, 999_999, 1)]
    [InlineData(ChecksumAlgorithm.Crc32C, 1_000_000)]
    public async Task Of_an_object_in_parts_the_checksums_of_checksums_come_with_the_size_of_the_parts(ChecksumAlgorithm algorithm, params int[] parts)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content, new() { Checksum = algorithm, IsChecksumComposite = true, PartSizes = [.. parts.Select(each => (long)each)] });

        var found = await s3.DescribeAsync("a");

        Assert.Equal([OfParts(algorithm, s_content, parts), OfParts(ChecksumAlgorithm.Md5, s_content, parts)], found.Checksums);
    }

    [Fact]
    public async Task Without_any_other_checksum_there_is_the_one_in_the_ETag()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "one", s_content, new() { Checksum = null });
        s3.Table.Put(Bucket, "parts", s_content, new() { Checksum = null, PartSizes = [400_000, 400_000, 200_000] });

        Assert.Equal([Of(ChecksumAlgorithm.Md5, s_content)], (await s3.DescribeAsync("one")).Checksums);
        Assert.Equal([OfParts(ChecksumAlgorithm.Md5, s_content, 400_000)], (await s3.DescribeAsync("parts")).Checksums);
    }

    [Fact]
    public async Task Parts_of_several_sizes_leave_nothing_that_could_be_computed()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content, new() { Checksum = null, PartSizes = [100_000, 800_000, 100_000] });

        Assert.Empty((await s3.DescribeAsync("a")).Checksums);
    }

    [Fact]
    public async Task An_ETag_of_an_object_with_a_key_of_the_key_management_service_is_no_MD5()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "one", s_content, new() { Encryption = ObjectEncryption.Kms });
        s3.Table.Put(Bucket, "none", s_content, new() { Encryption = ObjectEncryption.Kms, Checksum = null });

        Assert.Equal([Of(ChecksumAlgorithm.Crc64Nvme, s_content)], (await s3.DescribeAsync("one")).Checksums);
        Assert.Empty((await s3.DescribeAsync("none")).Checksums);
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("not-a-checksum-at-all-0123456789")]
    [InlineData("0123456789abcdef0123456789abcdef-0")]
    [InlineData("0123456789abcdef0123456789abcdef-x")]
    public async Task An_ETag_of_another_kind_is_a_version_and_nothing_else(string tag)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content, new() { ETag = tag, Checksum = null });

        var found = await s3.DescribeAsync("a");

        Assert.Equal(tag, found.Version);
        Assert.Empty(found.Checksums);
        Assert.Equal(s_content, await s3.ReadAsync(found, 0, found.Size));
    }

    [Fact]
    public async Task What_is_not_there_is_nothing()
    {
        await using var s3 = await StartAsync();

        Assert.Null(await s3.Store.DescribeAsync(At("none"), Stop));
        Assert.Null(await s3.Store.DescribeAsync(new("s3://", "gone", "none"), Stop));
    }

    [Fact]
    public async Task Why_it_is_refused_is_asked_for_in_words()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", s_content);
        s3.Faults.AddStatus("*Object", 400, times: null);

        var error = await RefusedAsync(() => s3.DescribeAsync("a"));

        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("ExpiredToken", error.Message, StringComparison.Ordinal);
        Assert.Contains("aws sso login", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddKeys.All), MemberType = typeof(OddKeys))]
    public async Task Every_key_is_found_and_no_other(string key)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, key, Bytes(17));

        var found = await s3.DescribeAsync(key);

        Assert.Equal((At(key), 17), (found.Location, found.Size));
        Assert.Equal(Bytes(17), await s3.ReadAsync(found, 0, 17));
        Assert.All(s3.Calls.All, call => Assert.Equal(key, call.Key));
    }

    private static ObjectChecksum Of(ChecksumAlgorithm algorithm, byte[] content)
    {
        using var hash = ContentHash.Create(algorithm);
        hash.Append(content);
        return new(algorithm, hash.Finish());
    }

    private static ObjectChecksum OfParts(ChecksumAlgorithm algorithm, byte[] content, params int[] parts)
    {
        using var all = ContentHash.Create(algorithm);
        foreach (var part in content.Chunk(parts[0]))
        {
            all.Append(Of(algorithm, part).Value.Span);
        }

        return new(algorithm, all.Finish()) { PartSize = parts[0] };
    }
}
