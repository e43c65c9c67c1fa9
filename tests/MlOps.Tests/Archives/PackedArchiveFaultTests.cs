using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Tests.Fakes;
using static MlOps.Tests.Archives.TarBytes;

namespace MlOps.Tests.Archives;

/// <summary>What becomes of an archive when the line, the store, the disk or the archive itself is bad.</summary>
public sealed class PackedArchiveFaultTests : IDisposable
{
    private readonly ArchiveFixture _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Connections_that_are_cut_go_on_at_the_byte()
    {
        var files = Files();
        _archive.With(files);
        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            _archive.Store.CutBefore(random.NextInt64(_archive.Stored.Size));
        }

        await _archive.ExtractAsync();
        _archive.RequireFiles(files);
        Assert.Equal(_archive.Stored.Size, _archive.Fetched);
    }

    [Fact]
    public async Task A_store_that_asks_to_slow_down_is_waited_for()
    {
        var files = Files();
        _archive.With(files);
        _archive.Store.FailNext(12);
        await _archive.ExtractAsync();
        _archive.RequireFiles(files);
    }

    [Theory]
    [InlineData(ErrorCode.Throttled)]
    [InlineData(ErrorCode.ProviderError)]
    [InlineData(ErrorCode.AccessDenied)]
    [InlineData(ErrorCode.NotFound)]
    public async Task What_does_not_pass_ends_it_and_the_next_run_succeeds(ErrorCode code)
    {
        var files = Files();
        _archive.With(files);
        _archive.Store.Failure = () => new MlOpsException(code, "So it is.");
        _archive.Store.FailNext(int.MaxValue);
        var error = await _archive.FailAsync();
        Assert.Equal((code, "So it is."), (error.Code, error.Message));

        _archive.Store.FailNext(0);
        await _archive.ExtractAsync();
        _archive.RequireFiles(files);
    }

    [Fact]
    public async Task An_archive_that_is_replaced_meanwhile_ends_it_clearly()
    {
        _archive.With(Files());
        var isReplaced = false;
        _archive.Store.Served = bytes =>
        {
            // Early: the last ranges of the archive are asked for long before their turn.
            if (bytes > 50_000 && !isReplaced)
            {
                isReplaced = true;
                _archive.Store.Put(ArchiveFixture.Key, [1, 2, 3]);
            }
        };
        var error = await _archive.FailAsync();
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("'memory://bucket/job/output/model.tar.gz' was replaced by another object while it was read", error.Message, StringComparison.Ordinal);
        Assert.Equal(_archive.Files(), _archive.Parts());

        _archive.Store.Served = _ => { };
        _archive.With([("0", [1])]);
        await _archive.ExtractAsync();
        Assert.Equal([1], _archive.Read("0"));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, 0)]
    [InlineData(ChecksumAlgorithm.Crc32C, 0)]
    [InlineData(ChecksumAlgorithm.Md5, 0)]
    [InlineData(ChecksumAlgorithm.Sha256, 1_000_000)]
    [InlineData(ChecksumAlgorithm.Md5, 1_000_000)]
    public async Task The_checksum_of_the_store_has_to_be_right(ChecksumAlgorithm algorithm, int partSize)
    {
        var files = Files();
        _archive.Store.Checksums = content => [Checksum(algorithm, content, partSize)];
        await _archive.With(files).ExtractAsync();
        _archive.RequireFiles(files);
        Directory.Delete(_archive.Destination, recursive: true);
        Directory.Delete(_archive.Indexes, recursive: true);

        // Zeros behind the archive are no fault of it.
        _archive.Store.Checksums = content => [Checksum(algorithm, [.. content, 1], partSize)];
        _archive.With([.. GzipSample.Compress(Of(TarEntryFormat.Pax, [.. files])), 0, 0, 0]);
        await RequireDamagedAsync("is not what the store's checksum says");
    }

    [Property(MaxTest = 60)]
    public Property An_archive_with_a_flipped_bit_brings_nothing() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        seed =>
        {
            using var archive = new ArchiveFixture();
            var bytes = GzipSample.Compress(Of(TarEntryFormat.Pax, ("a", GzipSample.Text(20_000)), ("b", GzipSample.Random(20_000)), ("c", [1])));
            var random = new Random(seed);

            // What is in the header of gzip beside the magic number and the flags does not matter to the content.
            var place = random.Next(10, bytes.Length);
            bytes[place] ^= (byte)(1 << random.Next(8));
            archive.With(bytes);
            var error = archive.FailAsync().GetAwaiter().GetResult();
            Assert.Equal(ErrorCode.Corrupt, error.Code);
            Assert.StartsWith("'memory://bucket/job/output/model.tar.gz' cannot be unpacked. ", error.Message, StringComparison.Ordinal);
            Assert.Empty(archive.Files());
        });

    [Fact]
    public async Task A_truncated_archive_brings_nothing()
    {
        var bytes = GzipSample.Compress(Of(TarEntryFormat.Pax, ("a", GzipSample.Text(3000)), ("b", [1])));
        for (var length = 1; length < bytes.Length; length += 7)
        {
            _archive.With(bytes[..length]);
            await RequireDamagedAsync("");
        }
    }

    [Fact]
    public async Task What_is_no_archive_says_so()
    {
        foreach (var bytes in new[] { [], [0x1F], GzipSample.Text(5000), new byte[100] })
        {
            _archive.With(bytes);
            await RequireDamagedAsync("It is neither a tar archive nor one that is compressed with gzip.");
        }

        _archive.With(GzipSample.Compress(GzipSample.Text(5000)));
        await RequireDamagedAsync("it does not begin as a tar archive does");
    }

    [Fact]
    public async Task Hostile_names_are_refused_and_the_others_come()
    {
        _archive.With(GzipSample.Compress(new TarBytes()
            .AddFile("good", "1")
            .AddFile("../outside").AddFile("/absolute").AddFile("a/../../b").AddFile(@"back\slash").AddFile("con\u0001trol").AddFile("a//b").AddFile("")
            .Add(Pax(("path", "nul\0byte")), Header("x"))
            .Add(Header("link", type: '2', link: "/etc")).AddFile("link/passwd")
            .Add(Header("hard", type: '1', link: "good")).Add(Header("device", type: '3'))
            .AddFile("./also good", "2")
            .ToArray()));
        foreach (var _ in new[] { "the first time", "with an index" })
        {
            var outcomes = await _archive.ExtractAsync();
            Assert.Equal(["good", "link/passwd", "also good"], outcomes.Where(outcome => outcome.Succeeded).Select(outcome => outcome.Member.Path));
            Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome =>
            {
                Assert.Equal(ErrorCode.Corrupt, outcome.Error!.Code);
                Assert.DoesNotContain(outcome.Error.Message, char.IsControl);
            });
            Assert.Contains(outcomes, outcome => outcome.Error?.Message == "'link' of 'memory://bucket/job/output/model.tar.gz' is not fetched: it is a symbolic link to '/etc'.");
            Assert.Equal(14, outcomes.Count);
            _archive.RequireFiles([("good", "1"u8.ToArray()), ("link/passwd", "x"u8.ToArray()), ("also good", "2"u8.ToArray())]);
            Directory.Delete(_archive.Destination, recursive: true);
        }
    }

    [Fact]
    public async Task A_link_that_is_there_already_leads_nowhere()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_archive.Indexes, "..", "outside")).FullName;
        Directory.CreateDirectory(_archive.Destination);
        Directory.CreateSymbolicLink(Path.Combine(_archive.Destination, "out"), outside);
        File.WriteAllText(Path.Combine(outside, "precious"), "kept");
        File.CreateSymbolicLink(Path.Combine(_archive.Destination, "file"), Path.Combine(outside, "precious"));
        _archive.With([("out/precious", [1]), ("file", [2])]);

        var outcomes = await _archive.ExtractAsync();
        Assert.Equal(ErrorCode.InvalidArgument, outcomes[0].Error!.Code);
        Assert.True(outcomes[1].Succeeded);
        Assert.Equal([2], _archive.Read("file"));
        Assert.Null(new FileInfo(Path.Combine(_archive.Destination, "file")).LinkTarget);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(outside, "precious")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_that_cannot_be_written_does_not_stop_the_others(bool isIndexed)
    {
        _archive.With([("before", [1]), ("blocked/file", [2]), ("folder", [3]), (new string('x', 300), [4]), ("after", GzipSample.Random(300_000))]);
        if (isIndexed)
        {
            await _archive.ListAsync();
        }

        Directory.CreateDirectory(Path.Combine(_archive.Destination, "folder"));
        File.WriteAllText(Path.Combine(_archive.Destination, "blocked"), "a file where a folder would be");
        var outcomes = await _archive.ExtractAsync();
        Assert.Equal([null, ErrorCode.ProviderError, ErrorCode.Conflict, ErrorCode.ProviderError, null], outcomes.Select(outcome => outcome.Error?.Code));
        Assert.Contains("'blocked/file' of 'memory://bucket/job/output/model.tar.gz' could not be written", outcomes[1].Error!.Message, StringComparison.Ordinal);
        _archive.RequireFiles([("before", [1]), ("blocked", "a file where a folder would be"u8.ToArray()), ("after", GzipSample.Random(300_000))]);
    }

    [Fact]
    public async Task Members_that_would_be_one_file_are_told_apart_by_an_error()
    {
        _archive.With([("logs/a", [1]), ("tensorboard/a", [2]), ("b", [3])]);
        var outcomes = await _archive.Open()
            .ExtractAsync(member => SafePath.Resolve(_archive.Destination, PackedPath.Of("model/", member.Path)), cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        var error = Assert.Single(outcomes, outcome => !outcome.Succeeded);
        Assert.Equal("tensorboard/a", error.Member.Path);
        Assert.Contains("are the same file on this machine", error.Error!.Message, StringComparison.Ordinal);
        _archive.RequireFiles([("logs/a", [1]), ("model/b", [3])]);
    }

    [Fact]
    public async Task Damage_behind_an_index_is_a_fault_of_the_members_that_it_meets()
    {
        List<(string Name, byte[] Content)> files = [.. Enumerable.Range(0, 5).Select(i => ($"{i}", GzipSample.Random(2_500_000, i)))];
        _archive.With(files);
        await _archive.ListAsync();
        _archive.Store.Damage(ArchiveFixture.Key, bytes =>
        {
            bytes[bytes.Length / 2] ^= 16;
            return bytes;
        });

        var outcomes = await _archive.ExtractAsync(member => member.Path is "0" or "2" or "4");
        Assert.Equal([null, ErrorCode.Corrupt, null], outcomes.Select(outcome => outcome.Error?.Code));
        _archive.RequireFiles([files[0], files[4]]);
    }

    [Fact]
    public async Task A_bomb_is_passed_over_and_its_index_is_small()
    {
        const long Zeros = 200 << 20;
        _archive.With(GzipSample.Compress([.. Header("bomb", Zeros), .. new byte[Zeros], .. new TarBytes().AddFile("small", "1").ToArray()]));
        Assert.True(Assert.Single(await _archive.ExtractAsync(member => member.Path == "small")).Succeeded);
        _archive.RequireFiles([("small", "1"u8.ToArray())]);
        Assert.InRange(Directory.GetFiles(_archive.Indexes, "*.index").Sum(file => new FileInfo(file).Length), 1, 100_000);
    }

    [Fact]
    public async Task What_the_caller_throws_ends_it()
    {
        _archive.With(Files());
        await Assert.ThrowsAsync<InvalidOperationException>(() => _archive.ExtractAsync(_ => throw new InvalidOperationException("a bug")));
        var outcomes = await _archive.ExtractAsync(member => member.Path == "0" ? throw new MlOpsException(ErrorCode.InvalidArgument, "not this one") : true);
        Assert.Equal("not this one", Assert.Single(outcomes, outcome => !outcome.Succeeded).Error!.Message);
    }

    private static List<(string Name, byte[] Content)> Files() => [.. Enumerable.Range(0, 20).Select(i => ($"{i}", GzipSample.Random(200_000 + i, i)))];

    private static ObjectChecksum Checksum(ChecksumAlgorithm algorithm, byte[] content, int partSize) => partSize == 0
        ? MemoryStore.ChecksumOf(algorithm, content)
        : MemoryStore.ChecksumOf(algorithm, [.. content.Chunk(partSize).SelectMany(part => MemoryStore.ChecksumOf(algorithm, part).Value.ToArray())]) with { PartSize = partSize };

    private async Task RequireDamagedAsync(string reason)
    {
        var error = await _archive.FailAsync();
        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Contains("'memory://bucket/job/output/model.tar.gz' cannot be unpacked.", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(_archive.Files());
        Assert.Empty(Directory.GetFiles(_archive.Indexes, "*.index"));
    }
}
