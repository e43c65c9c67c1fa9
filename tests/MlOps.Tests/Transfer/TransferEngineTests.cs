namespace MlOps.Tests.Transfer;

public sealed class TransferEngineTests : IDisposable
{
    private const int Large = (33 << 20) + 12345;

    private readonly TransferFixture _transfer = new();

    [Fact]
    public async Task Everything_comes_whole_and_with_its_time_and_a_second_run_reads_nothing()
    {
        var contents = Enumerable.Range(0, 300).ToDictionary(i => $"d{i % 7}/f{i}", i => _transfer.Put($"d{i % 7}/f{i}", _transfer.Random.Next(0, 90_000)));
        contents["large"] = _transfer.Put("large", Large);
        contents["empty"] = _transfer.Put("empty", 0);

        var outcomes = await _transfer.RunAsync();

        Assert.Equal(contents.Count, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Null(outcome.Error));
        Assert.All(contents, one => Assert.Equal(one.Value, _transfer.Got(one.Key)));
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Item.Origin.LastModified.ToUnixTimeSeconds(), new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(_transfer.To, outcome.Item.Name))).ToUnixTimeSeconds()));
        Assert.Equal(contents.Keys.Order(StringComparer.Ordinal), _transfer.Files);

        var before = _transfer.Store.Bytes;
        Assert.Empty(await _transfer.RunAsync());
        Assert.Equal(before, _transfer.Store.Bytes);
    }

    [Fact]
    public async Task Connections_that_break_at_random_bytes_are_gone_on_with_at_the_byte()
    {
        var content = _transfer.Put("large", Large);
        var small = _transfer.Put("small", 70_000);
        _transfer.Store.CutAfter = (source, _) => _transfer.Random.Next((int)Math.Min(source.Size, 3 << 20));

        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));

        Assert.Equal(content, _transfer.Got("large"));
        Assert.Equal(small, _transfer.Got("small"));
        Assert.Equal(Large + 70_000, _transfer.Store.Bytes);
    }

    [Fact]
    public async Task A_storm_of_refusals_is_waited_out()
    {
        var refused = 0;
        var content = _transfer.Put("large", Large);
        _transfer.Store.BeforeOpen = (_, _) =>
        {
            if (Interlocked.Increment(ref refused) % 3 != 0)
            {
                throw new MlOpsException(refused % 2 == 0 ? ErrorCode.Throttled : ErrorCode.ProviderError, "SlowDown");
            }
        };

        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal(content, _transfer.Got("large"));
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(Large)]
    public async Task What_comes_damaged_once_is_fetched_again(int size)
    {
        var damaged = 0;
        var content = _transfer.Put("a", size);
        _transfer.Store.Corrupts = (_, offset) => offset == 0 && Interlocked.Increment(ref damaged) == 1 ? 77 : null;

        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal(content, _transfer.Got("a"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_damaged_is_told_and_not_there_whatever_the_checksum(string kind, int size)
    {
        _transfer.Put("a", size);
        _transfer.Put("b", 1000);
        _transfer.Store.Checksums = Checksums(kind);
        _transfer.Store.Corrupts = (source, offset) => source.Location.Key == "a" ? offset + 5 : null;

        var outcomes = await _transfer.RunAsync();

        Assert.Equal(ErrorCode.Corrupt, Assert.Single(outcomes, outcome => !outcome.Succeeded).Error!.Code);
        Assert.Equal(["b"], _transfer.Files);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_checksum_is_understood(string kind, int size)
    {
        var content = _transfer.Put("a", size);
        _transfer.Store.Checksums = Checksums(kind);

        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal(content, _transfer.Got("a"));
    }

    public static TheoryData<string, int> Kinds() => new([.. from kind in new[] { "crc64", "crc32c", "crc32", "md5", "sha256", "md5-parts", "crc32-parts" } from size in new[] { 60_000, Large } select new TheoryDataRow<string, int>(kind, size)]);

    [Fact]
    public async Task An_object_that_is_replaced_meanwhile_comes_as_it_is_in_the_end()
    {
        _transfer.Put("a", Large);
        var replaced = 0;
        byte[] second = [];
        _transfer.Store.BeforeOpen = (_, offset) =>
        {
            if (offset > 0 && Interlocked.Exchange(ref replaced, 1) == 0)
            {
                second = _transfer.Put("a", Large - 999);
            }
        };

        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal(second, _transfer.Got("a"));
        Assert.Equal(["a"], _transfer.Files);
    }

    [Fact]
    public async Task What_is_cancelled_is_gone_on_with_and_ends_right()
    {
        var content = _transfer.Put("a", Large);
        var served = 0L;
        for (var run = 0; run < 12; run++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TransferFixture.Stop);
            var until = _transfer.Store.Bytes + _transfer.Random.Next(1, 8 << 20);
            _transfer.Store.CutAfter = (_, _) =>
            {
                if (_transfer.Store.Bytes > until)
                {
                    stop.Cancel();
                }

                return 600_000;
            };
            try
            {
                await _transfer.RunAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                served = _transfer.Store.Bytes;
            }
        }

        _transfer.Store.CutAfter = (_, _) => null;
        Assert.True(served > 0);
        await _transfer.RunAsync();
        Assert.Equal(content, _transfer.Got("a"));

        // A buffer that had been read and not yet written is read again, and nothing else.
        Assert.InRange(_transfer.Store.Bytes, Large, Large + (12L * 64 * (512 << 10)));
        Assert.Equal(["a"], _transfer.Files);
    }

    [Fact]
    public async Task What_was_begun_of_another_version_is_not_gone_on_with()
    {
        _transfer.Put("a", Large);
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(TransferFixture.Stop))
        {
            _transfer.Store.CutAfter = (_, _) =>
            {
                if (_transfer.Store.Bytes > 10 << 20)
                {
                    stop.Cancel();
                }

                return 700_000;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _transfer.RunAsync(stop.Token));
        }

        var second = _transfer.Put("a", Large);
        _transfer.Store.CutAfter = (_, _) => null;
        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal(second, _transfer.Got("a"));
    }

    [Fact]
    public async Task Names_that_leave_the_folder_are_refused_and_the_rest_comes()
    {
        foreach (var name in new[] { "ok", "a", "b", "c", "d", "e" })
        {
            _transfer.Put(name, 10);
        }

        var names = new Dictionary<string, string> { ["a"] = "../a", ["b"] = "/etc/b", ["c"] = "x//c", ["d"] = "x\\d", ["e"] = new string('n', 300) };
        var outcomes = await _transfer.RunAsync(name: key => names.GetValueOrDefault(key, key));

        Assert.Equal(5, outcomes.Count(outcome => !outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Contains(TerminalText.Clean(outcome.Item.Name), outcome.Error!.Message, StringComparison.Ordinal));
        Assert.Equal(["ok"], _transfer.Files);
        Assert.False(File.Exists(Path.Combine(_transfer.To, "../a")));
    }

    [Fact]
    public async Task Two_objects_of_one_place_are_an_error_for_the_second()
    {
        _transfer.Put("a", 10);
        _transfer.Put("b", 20);

        var outcomes = await _transfer.RunAsync(name: _ => "same");

        Assert.Equal(ErrorCode.Conflict, Assert.Single(outcomes, outcome => !outcome.Succeeded).Error!.Code);
        Assert.Equal(["same"], _transfer.Files);
    }

    [Fact]
    public async Task When_nothing_can_be_reached_the_rest_is_not_tried()
    {
        for (var i = 0; i < 200; i++)
        {
            _transfer.Put($"f{i}", 10);
        }

        _transfer.Store.BeforeOpen = (_, _) => throw new MlOpsException(ErrorCode.ProviderError, "The network is down.");
        var tried = new System.Collections.Concurrent.ConcurrentBag<string>();
        var items = _transfer.Plan(TransferFixture.Stop).Select(item =>
        {
            tried.Add(item.Name);
            return item;
        });
        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await new TransferEngine(new(null), new QuickClock()).RunAsync(items, TransferFixture.Stop).ToListAsync(TransferFixture.Stop));

        Assert.Contains("not tried", error.Message, StringComparison.Ordinal);
        Assert.True(tried.Count < 200);
    }

    [Fact]
    public async Task A_file_that_has_the_content_but_not_the_time_is_not_fetched_again()
    {
        var content = _transfer.Put("a", 50_000);
        Directory.CreateDirectory(_transfer.To);
        await File.WriteAllBytesAsync(Path.Combine(_transfer.To, "a"), content, TransferFixture.Stop);

        Assert.Empty(await _transfer.RunAsync());
        Assert.Equal(0, _transfer.Store.Bytes);
        _transfer.Store.Described.Clear();

        // Then its time tells.
        Assert.Empty(await _transfer.RunAsync());
        Assert.Empty(_transfer.Store.Described);
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_file_is_replaced_and_not_followed()
    {
        var content = _transfer.Put("a", 8);
        var outside = Path.Combine(_transfer.From, "..", "outside");
        await File.WriteAllTextAsync(outside, "precious", TransferFixture.Stop);
        Directory.CreateDirectory(_transfer.To);
        File.CreateSymbolicLink(Path.Combine(_transfer.To, "a"), outside);

        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal("precious", await File.ReadAllTextAsync(outside, TransferFixture.Stop));
        Assert.Equal(content, _transfer.Got("a"));
        Assert.Null(new FileInfo(Path.Combine(_transfer.To, "a")).LinkTarget);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_told_and_left()
    {
        _transfer.Put("a", 8);
        _transfer.Put("b", 8);
        Directory.CreateDirectory(Path.Combine(_transfer.To, "a"));

        Assert.Equal(ErrorCode.Conflict, Assert.Single(await _transfer.RunAsync(), outcome => !outcome.Succeeded).Error!.Code);
        Assert.Equal(["b"], _transfer.Files);
    }

    [Fact]
    public async Task A_file_that_another_process_is_writing_is_told_and_left()
    {
        _transfer.Put("a", 8);
        await using var other = await new FolderStore().WriteAsync(new() { Location = FolderStore.At(_transfer.To) with { Key = "a" }, Size = 8, Identity = "other" }, TransferFixture.Stop);

        var error = Assert.Single(await _transfer.RunAsync()).Error!;
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_as_long_as_the_file_system_takes_is_written()
    {
        var name = new string('é', 127);
        _transfer.Put(name, 20 << 20);
        Assert.All(await _transfer.RunAsync(), outcome => Assert.Null(outcome.Error));
        Assert.Equal([name], _transfer.Files);
    }

    [Fact]
    public async Task Progress_never_goes_back_and_ends_at_the_total()
    {
        _transfer.Put("a", 1000);
        _transfer.Put("large", Large);
        var reports = new System.Collections.Concurrent.ConcurrentQueue<TransferProgress>();
        var meter = new TransferMeter(new Reports(reports));
        meter.Expect(1000);
        meter.Expect(Large);
        meter.EndListing();
        await new TransferEngine(meter).RunAsync(_transfer.Plan(TransferFixture.Stop), TransferFixture.Stop).CountAsync(TransferFixture.Stop);

        var last = reports.Last();
        Assert.Equal((2, 2, Large + 1000L, Large + 1000L, Large + 1000L, false), (last.FilesDone, last.FilesTotal, last.BytesDone, last.BytesTotal, last.BytesMoved, last.IsListing));
        Assert.Equal(reports.Select(report => report.BytesMoved).Order(), reports.Select(report => report.BytesMoved));
    }

    public void Dispose() => _transfer.Dispose();

    private sealed class Reports(System.Collections.Concurrent.ConcurrentQueue<TransferProgress> all) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => all.Enqueue(value);
    }

    private static Func<byte[], IReadOnlyList<ObjectChecksum>> Checksums(string kind) => kind switch
    {
        "crc64" => content => [FaultyStore.Whole(ChecksumAlgorithm.Crc64Nvme, content)],
        "crc32c" => content => [FaultyStore.Whole(ChecksumAlgorithm.Crc32C, content)],
        "crc32" => content => [FaultyStore.Whole(ChecksumAlgorithm.Crc32, content)],
        "md5" => content => [FaultyStore.Whole(ChecksumAlgorithm.Md5, content)],
        "sha256" => content => [FaultyStore.Whole(ChecksumAlgorithm.Sha256, content)],
        "md5-parts" => content => [Parts(ChecksumAlgorithm.Md5, content, 5 << 20)],
        _ => content => [Parts(ChecksumAlgorithm.Crc32, content, 7 << 20)],
    };

    private static ObjectChecksum Parts(ChecksumAlgorithm algorithm, byte[] content, int size) =>
        FaultyStore.Whole(algorithm, [.. content.Chunk(size).SelectMany(part => FaultyStore.Whole(algorithm, part).Value.ToArray())]) with { PartSize = size };
}
