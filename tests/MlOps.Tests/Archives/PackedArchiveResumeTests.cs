using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Archives;

/// <summary>What becomes of a reading that ends before the archive does.</summary>
public sealed class PackedArchiveResumeTests : IDisposable
{
    // A range that was not whole, and the archive since the last restart point: in small members, and within a large one.
    private const long Range = 4 << 20;
    private const long Between = 512 << 10;
    private const long Within = 10 << 20;

    private readonly ArchiveFixture _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_reading_that_broke_off_goes_on_where_it_was()
    {
        var files = Small(80);
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size / 2;
        Assert.Equal(ErrorCode.ProviderError, (await _archive.FailAsync()).Code);
        Assert.Equal(_archive.Files(), _archive.Parts());

        _archive.Store.Wall = long.MaxValue;
        _archive.Store.Opened.Clear();
        await _archive.ExtractAsync();
        _archive.RequireFiles(files);
        Assert.InRange(First, (_archive.Stored.Size / 2) - Range - Between, _archive.Stored.Size / 2);

        // And it is complete then.
        _archive.Store.Opened.Clear();
        Assert.Equal(files.Count, (await _archive.ListAsync()).Count);
        Assert.Empty(_archive.Store.Opened);
    }

    [Fact]
    public async Task Within_a_large_member_it_goes_on_when_its_beginning_is_there()
    {
        var files = Large();
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size - Range;
        await _archive.FailAsync();

        _archive.Store.Wall = long.MaxValue;
        _archive.Store.Opened.Clear();
        await _archive.ExtractAsync();
        _archive.RequireFiles(files);
        Assert.InRange(First, _archive.Stored.Size - (2 * Range) - Within, _archive.Stored.Size);
    }

    [Fact]
    public async Task Within_a_large_member_whose_beginning_is_not_there_it_begins_with_that_member()
    {
        var files = Large();
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size - Range;
        await _archive.FailAsync(member => member.Path == "first");

        _archive.Store.Wall = long.MaxValue;
        _archive.Store.Opened.Clear();
        await _archive.ExtractAsync(member => member.Path is "large" or "last");
        Assert.Equal(["large", "last"], _archive.Files().Except(_archive.Parts()));
        Assert.True(files[1].Content.AsSpan().SequenceEqual(_archive.Read("large")));
        Assert.InRange(First, 300_000, 1_100_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_goes_on_where_a_list_or_a_fetch_was(bool isList)
    {
        var files = Large();
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size - Range;
        await Assert.ThrowsAsync<MlOpsException>(() => isList ? _archive.ListAsync() : _archive.ExtractAsync());

        _archive.Store.Wall = long.MaxValue;
        _archive.Store.Opened.Clear();
        Assert.Equal(files.Select(file => file.Name), (await _archive.ListAsync()).Select(member => member.Path));
        Assert.InRange(First, _archive.Stored.Size - (2 * Range) - Within, _archive.Stored.Size);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_not_fetched_again()
    {
        var files = Small(80);
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size / 2;
        await _archive.FailAsync(member => member.Path is "small/3" or "small/5");
        Assert.Equal(2, _archive.Parts().Count());

        _archive.Store.Wall = long.MaxValue;
        _archive.Store.Opened.Clear();
        await _archive.ExtractAsync(member => member.Path is "small/3" or "small/5" or "small/7");
        _archive.RequireFiles([files[3], files[5], files[7]]);
        var before = _archive.Store.Opened.Where(range => range.Offset < (_archive.Stored.Size / 2) - Range - Between).ToList();
        Assert.InRange(Assert.Single(before).Length, 1, 1_000_000);
    }

    [Fact]
    public async Task What_was_verified_but_is_not_in_its_place_yet_is_not_fetched_again()
    {
        var files = Small(80);
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size / 2;
        await _archive.FailAsync(member => member.Path == "small/3");
        var part = Path.Combine(_archive.Destination, Assert.Single(_archive.Parts()));
        _archive.Store.Wall = long.MaxValue;
        await _archive.ExtractAsync(member => member.Path == "small/3");

        File.Move(Path.Combine(_archive.Destination, "small/3"), part);
        _archive.Store.Opened.Clear();
        Assert.Equal(MlReceiveResult.Received, Assert.Single(await _archive.ExtractAsync(member => member.Path == "small/3")).Result);
        _archive.RequireFiles([files[3]]);
        Assert.Empty(_archive.Store.Opened);
    }

    [Fact]
    public async Task A_part_that_was_spoiled_meanwhile_is_not_used()
    {
        var files = Small(80);
        _archive.With(files);
        _archive.Store.Wall = _archive.Stored.Size / 2;
        await _archive.FailAsync();
        foreach (var (part, i) in _archive.Parts().Select((part, i) => (Path.Combine(_archive.Destination, part), i)).ToList())
        {
            Spoil(part, i % 3);
        }

        _archive.Store.Wall = long.MaxValue;
        Assert.All(await _archive.ExtractAsync(), outcome => Assert.Null(outcome.Error));
        _archive.RequireFiles(files);
    }

    [Property(MaxTest = 10)]
    public Property However_often_it_is_interrupted_everything_is_right_in_the_end_and_nothing_is_read_twice_from_the_start() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        seed =>
        {
            using var archive = new ArchiveFixture();
            var random = new Random(seed);
            List<(string Name, byte[] Content)> files = [.. Small(random.Next(20)), ("large", GzipSample.Random(random.Next(24 << 20), 1)), .. Small(random.Next(20), "more")];
            var wanted = files.Where(_ => random.Next(3) > 0).ToList();
            var names = wanted.Select(file => file.Name).ToHashSet();
            var tar = TarBytes.Of((TarEntryFormat)random.Next(1, 5), [.. files]);
            archive.With(random.Next(3) == 0 ? tar : GzipSample.Compress(tar));

            var runs = 0;
            for (var wall = 0L; wall < archive.Stored.Size; wall += random.Next(8 << 20))
            {
                runs++;
                archive.Store.Wall = wall;
                Assert.Throws<MlOpsException>(() => archive.ExtractAsync(member => names.Contains(member.Path)).GetAwaiter().GetResult());
                Assert.Equal(archive.Files(), archive.Parts());
            }

            archive.Store.Wall = long.MaxValue;
            Assert.All(archive.ExtractAsync(member => names.Contains(member.Path)).GetAwaiter().GetResult(), outcome => Assert.Null(outcome.Error));
            archive.RequireFiles(wanted);
            Assert.InRange(archive.Fetched, archive.Stored.Size, archive.Stored.Size + (runs * (Range + Within)));
        });

    [Property(MaxTest = 10)]
    public Property Killed_at_any_point_it_comes_right_in_the_end() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        seed =>
        {
            using var archive = new ArchiveFixture();
            var random = new Random(seed);
            List<(string Name, byte[] Content)> files = [.. Small(30), ("large", GzipSample.Random(12 << 20, 1)), .. Small(30, "more")];
            archive.With(files);
            for (var run = 0; run < 6; run++)
            {
                using var end = new CancellationTokenSource();
                var (calls, last) = (0, random.Next(files.Count));
                var bytes = archive.Store.Bytes + random.Next((int)archive.Stored.Size);
                archive.Store.Served = served => Cancel(end, served > bytes && last % 2 == 0);
                try
                {
                    archive.ExtractAsync(_ => Cancel(end, ++calls > last), end.Token).GetAwaiter().GetResult();
                }
                catch (OperationCanceledException)
                {
                    // A kill leaves the index and the files as they happen to be.
                    foreach (var file in Directory.EnumerateFiles(archive.Indexes, "*.index").Concat(archive.Parts().Select(part => Path.Combine(archive.Destination, part))).Where(_ => random.Next(4) == 0).ToList())
                    {
                        Spoil(file, random.Next(3));
                    }
                }
            }

            archive.Store.Served = _ => { };
            Assert.All(archive.ExtractAsync().GetAwaiter().GetResult(), outcome => Assert.Null(outcome.Error));
            archive.RequireFiles(files);
        });

    [Fact]
    public async Task Two_at_a_time_do_not_meet()
    {
        List<(string Name, byte[] Content)> files = [.. Small(40), ("large", GzipSample.Random(12 << 20, 1))];
        _archive.With(files);
        for (var round = 0; round < 3; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _archive.ExtractAsync())));
            Assert.All(outcomes.SelectMany(each => each), outcome => Assert.Null(outcome.Error));
            _archive.RequireFiles(files);
            Directory.Delete(_archive.Destination, recursive: true);
        }
    }

    [Fact]
    public async Task Where_headers_hold_for_all_that_follow_it_begins_anew()
    {
        var tar = new TarBytes().Add(TarBytes.Pax('g', ("mtime", "10")));
        foreach (var (name, content) in Small(40))
        {
            tar.Add(TarBytes.Header(name, content.Length), TarBytes.Padded(content));
        }

        _archive.With(GzipSample.Compress(tar.ToArray()));
        _archive.Store.Wall = _archive.Stored.Size - 1;
        await _archive.FailAsync();
        _archive.Store.Wall = long.MaxValue;
        _archive.Store.Opened.Clear();
        await _archive.ExtractAsync();
        Assert.Equal(0, First);
        Assert.All(await _archive.ListAsync(), member => Assert.Equal(10, member.LastModified.ToUnixTimeSeconds()));
        _archive.RequireFiles(Small(40));
    }

    private long First => _archive.Store.Opened.Min(range => range.Offset);

    private static List<(string Name, byte[] Content)> Small(int count, string folder = "small") =>
        [.. Enumerable.Range(0, count).Select(i => ($"{folder}/{i}", GzipSample.Random(150_000 + i, i)))];

    private static List<(string Name, byte[] Content)> Large() => [("first", GzipSample.Random(1 << 20, 1)), ("large", GzipSample.Random(40 << 20, 2)), ("last", [1, 2, 3])];

    private static bool Cancel(CancellationTokenSource end, bool isIt)
    {
        if (isIt)
        {
            end.Cancel();
        }

        return true;
    }

    private static void Spoil(string path, int how)
    {
        using var file = File.Open(path, FileMode.Open);
        switch (how)
        {
            case 0:
                file.SetLength(file.Length / 2);
                break;
            case 1 when file.Length > 0:
                file.Position = file.Length / 3;
                var value = file.ReadByte();
                file.Position--;
                file.WriteByte((byte)~value);
                break;
            default:
                file.Position = file.Length;
                file.WriteByte(0);
                break;
        }
    }
}
