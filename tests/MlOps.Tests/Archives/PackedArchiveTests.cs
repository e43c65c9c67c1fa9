using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using static MlOps.Tests.Archives.TarBytes;

namespace MlOps.Tests.Archives;

public sealed class PackedArchiveTests : IDisposable
{
    private readonly ArchiveFixture _archive = new();

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task The_wanted_members_are_fetched_with_their_times(TarEntryFormat format)
    {
        _archive.With([("model/weights", GzipSample.Random(300_000)), ("logs/a", [1, 2]), ("logs/deep/b", []), ("logs/c", GzipSample.Random(200_000, 2))], format);
        var outcomes = await _archive.ExtractAsync(member => member.Path.StartsWith("logs/", StringComparison.Ordinal));

        _archive.RequireFiles([("logs/a", [1, 2]), ("logs/deep/b", []), ("logs/c", GzipSample.Random(200_000, 2))]);
        Assert.All(outcomes, outcome =>
        {
            Assert.Equal((null, MlReceiveResult.Received), (outcome.Error, outcome.Result));
            Assert.Equal(Path.Combine(_archive.Destination, outcome.Member.Path), outcome.Target);
            Assert.Equal(TarBytes.Time.ToUnixTimeSeconds(), new DateTimeOffset(File.GetLastWriteTimeUtc(outcome.Target!)).ToUnixTimeSeconds());
            Assert.Equal(Crc.Crc64Nvme.Append(0, _archive.Read(outcome.Member.Path)), outcome.Member.Crc);
        });
        Assert.Equal(_archive.Stored.Size, _archive.Fetched);
    }

    [Fact]
    public async Task An_archive_without_compression_is_read_just_so()
    {
        (string, byte[])[] files = [("a", GzipSample.Random(2_000_000)), ("b", [1]), ("c", GzipSample.Random(3_000_000, 2)), ("d", [2])];
        _archive.With(Of(TarEntryFormat.Pax, files));
        await _archive.ExtractAsync();
        _archive.RequireFiles(files);

        Assert.Equal(_archive.Stored.Size, _archive.Fetched);
        Directory.Delete(_archive.Destination, recursive: true);
        await _archive.ExtractAsync(member => member.Path is "b" or "d");
        _archive.RequireFiles([("b", [1]), ("d", [2])]);
        Assert.Equal(2, _archive.Fetched);
    }

    [Fact]
    public async Task A_second_run_fetches_and_writes_nothing()
    {
        _archive.With([("a", [1]), ("b", GzipSample.Random(100_000))]);
        await _archive.ExtractAsync();
        Assert.Equal(_archive.Stored.Size, _archive.Fetched);

        var opened = _archive.Store.Opened.Count;
        Assert.All(await _archive.ExtractAsync(), outcome => Assert.Equal(MlReceiveResult.Unchanged, outcome.Result));
        Assert.Equal(opened, _archive.Store.Opened.Count);
    }

    [Fact]
    public async Task What_is_unchanged_is_passed_over_where_the_archive_has_to_be_read_too()
    {
        (string, byte[])[] files = [("a", [1]), ("b", [2])];
        _archive.With(files);
        await _archive.ExtractAsync();
        Directory.Delete(_archive.Indexes, recursive: true);
        File.WriteAllBytes(Path.Combine(_archive.Destination, "b"), [3, 4]);

        Assert.Equal([MlReceiveResult.Unchanged, MlReceiveResult.Received], (await _archive.ExtractAsync()).Select(outcome => outcome.Result));
        _archive.RequireFiles(files);
    }

    [Fact]
    public async Task Another_version_of_the_archive_is_no_unchanged_one_whatever_the_times_in_it()
    {
        _archive.With([("a", [1])]);
        await _archive.ExtractAsync();
        _archive.With([("a", [2])]);
        Assert.Equal(MlReceiveResult.Received, Assert.Single(await _archive.ExtractAsync()).Result);
        _archive.RequireFiles([("a", [2])]);
    }

    [Fact]
    public async Task A_list_asks_for_nothing_the_second_time()
    {
        _archive.With(Enumerable.Range(0, 100).Select(i => ($"member-{i}", GzipSample.Random(10_000 + i, i))));
        var first = await _archive.ListAsync();
        Assert.Equal(_archive.Stored.Size, _archive.Fetched);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => ($"member-{i}", 10_000L + i)), first.Select(member => (member.Path, member.Size)));
        Assert.All(first, member => Assert.NotNull(member.Crc));

        Assert.Equal(first, await _archive.ListAsync());
        Assert.Equal(0, _archive.Fetched);
    }

    [Fact]
    public async Task A_second_question_fetches_only_the_part_it_needs()
    {
        var files = Spread();
        _archive.With(files);
        await _archive.ListAsync();
        Assert.Equal(_archive.Stored.Size, _archive.Fetched);

        var wanted = files.Where(file => file.Name.StartsWith("logs/", StringComparison.Ordinal)).ToList();
        Assert.All(await _archive.ExtractAsync(member => member.Path.StartsWith("logs/", StringComparison.Ordinal)), outcome => Assert.Null(outcome.Error));
        _archive.RequireFiles(wanted);
        Assert.InRange(_archive.Fetched, 1, _archive.Stored.Size / 4);

        await _archive.ExtractAsync(member => member.Path == "model/2");
        Assert.True(files.Single(file => file.Name == "model/2").Content.AsSpan().SequenceEqual(_archive.Read("model/2")));
        Assert.InRange(_archive.Fetched, 1, _archive.Stored.Size / 2);
    }

    [Fact]
    public async Task A_large_member_is_fetched_in_pieces_side_by_side()
    {
        (string Name, byte[] Content)[] files = [("small", [1]), ("large", GzipSample.Random(40 << 20)), ("last", [2])];
        foreach (var archive in new[] { Of(TarEntryFormat.Pax, files), GzipSample.Compress(Of(TarEntryFormat.Pax, files)) })
        {
            _archive.With(archive);
            await _archive.ListAsync();
            _archive.Store.Opened.Clear();
            await _archive.ExtractAsync(member => member.Path != "small");
            _archive.RequireFiles(files.Skip(1));
            Assert.True(_archive.Store.Opened.Count > 8, $"{_archive.Store.Opened.Count} ranges");
            Directory.Delete(_archive.Destination, recursive: true);
        }
    }

    [Property(MaxTest = 60)]
    public Property Any_choice_of_any_tree_is_fetched_right_the_first_and_the_second_time() => Prop.ForAll(
        Gen.Choose(0, 400_000).NonEmptyListOf().ToArbitrary(),
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        (sizes, seed) =>
        {
            using var archive = new ArchiveFixture();
            var random = new Random(seed);
            var files = sizes.Select((size, i) => ($"{(char)('a' + (i % 3))}/{i}", i % 4 == 0 ? GzipSample.Text(size) : GzipSample.Random(size, i))).ToList();
            var tar = Of((TarEntryFormat)random.Next(1, 5), [.. files]);
            archive.With(random.Next(4) switch
            {
                0 => tar,
                1 => GzipSample.Compress(tar, level: 9),
                2 => GzipSample.CompressInBlocks(tar, 50_000),
                _ => [.. GzipSample.Compress(tar.AsSpan(0, tar.Length / 2)), .. GzipSample.Compress(tar.AsSpan(tar.Length / 2))],
            });
            for (var round = 0; round < 3; round++)
            {
                var wanted = files.Where(_ => random.Next(3) == 0).ToList();
                var names = wanted.Select(file => file.Item1).ToHashSet();
                var outcomes = archive.ExtractAsync(member => names.Contains(member.Path)).GetAwaiter().GetResult();
                Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
                Assert.Equal(wanted.Select(file => file.Item1), outcomes.Select(outcome => outcome.Member.Path));
                archive.RequireFiles(wanted);
                if (wanted.Count > 0)
                {
                    Directory.Delete(archive.Destination, recursive: true);
                }
            }
        });

    [Fact]
    public async Task The_last_of_several_members_with_one_name_counts()
    {
        _archive.With(new TarBytes()
            .AddFile("a", "first").AddFile("b", "other").AddFile("./a", "second")
            .Add(Header("c", type: '2', link: "a")).AddFile("c", "file")
            .AddFile("d", "file").Add(Header("d", type: '2', link: "a"))
            .ToArray());
        foreach (var _ in new[] { "the first time", "with an index" })
        {
            var outcomes = await _archive.ExtractAsync();
            Assert.Equal(["b", "a", "c", "d"], outcomes.Select(outcome => outcome.Member.Path));
            Assert.Equal([true, true, true, false], outcomes.Select(outcome => outcome.Succeeded));
            _archive.RequireFiles([("a", "second"u8.ToArray()), ("b", "other"u8.ToArray()), ("c", "file"u8.ToArray())]);
            Directory.Delete(_archive.Destination, recursive: true);
        }

        Assert.Equal(["a", "b", "a", "c", "c", "d", "d"], (await _archive.ListAsync()).Select(member => member.Path));
    }

    [Fact]
    public async Task Progress_ends_at_the_total()
    {
        var progress = new Reports();
        _archive.With(Spread());
        await _archive.ExtractAsync(_ => false, progress: progress);
        Assert.Equal(new(_archive.Stored.Size, _archive.Stored.Size), progress.All[^1]);
        Assert.Equal(progress.All.OrderBy(report => report.BytesDone), progress.All);

        progress.All.Clear();
        await _archive.ExtractAsync(member => member.Path == "logs/2", progress: progress);
        Assert.All(progress.All, report => Assert.InRange(report.BytesDone, 0, report.BytesTotal));
        Assert.InRange(progress.All[^1].BytesTotal, 1, _archive.Stored.Size / 4);
    }

    [Fact]
    public async Task Nothing_is_kept_of_an_archive_whose_version_is_unknown()
    {
        _archive.With(GzipSample.Compress(Of(TarEntryFormat.Pax, ("a", [1]))), version: "");
        await _archive.ExtractAsync();
        await _archive.ListAsync();
        _archive.RequireFiles([("a", [1])]);
        Assert.Equal(2 * _archive.Stored.Size, _archive.Fetched);
        Assert.False(Directory.Exists(_archive.Indexes));
    }

    [Fact]
    public async Task Where_no_index_can_be_kept_there_is_none()
    {
        File.WriteAllText(_archive.Indexes, "a file, and no folder");
        _archive.With([("a", [1]), ("b", [2])]);
        Assert.Equal(2, (await _archive.ListAsync()).Count);
        Assert.Equal(2, (await _archive.ExtractAsync()).Count);
        _archive.RequireFiles([("a", [1]), ("b", [2])]);
    }

    [Fact]
    public async Task Who_stops_listing_ends_the_reading()
    {
        _archive.With(Spread());
        await foreach (var member in _archive.Open().ListAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal("model/0", member.Path);
            break;
        }

        Assert.InRange(_archive.Fetched, 1, _archive.Stored.Size);
        Assert.Equal(Spread().Count, (await _archive.ListAsync()).Count);
    }

    /// <summary>Small logs between large weights.</summary>
    private static List<(string Name, byte[] Content)> Spread() =>
        [.. Enumerable.Range(0, 6).SelectMany(i => new[] { ($"model/{i}", GzipSample.Random(3_000_000, i)), ($"logs/{i}", GzipSample.Text(20_000 + i)) })];

    private sealed class Reports : IProgress<ArchiveProgress>
    {
        public List<ArchiveProgress> All { get; } = [];

        public void Report(ArchiveProgress value) => All.Add(value);
    }
}
