using System.Diagnostics;
using System.Globalization;
using MlOps.Providers.Local;

namespace MlOps.Tests.Local;

public sealed class LocalLogTests : IDisposable
{
    private readonly LocalFixture _local = new();

    public void Dispose() => _local.Dispose();

    [Fact]
    public async Task The_streams_are_told_apart_and_in_order()
    {
        await _local.StartAsync("echo one; sleep 0.3; echo two >&2; sleep 0.3; echo three");
        var lines = await _local.LogAsync(await _local.EndAsync());
        Assert.Equal(["one", "two", "three"], lines.Select(line => line.Message));
        Assert.Equal([MlLogStream.Stdout, MlLogStream.Stderr, MlLogStream.Stdout], lines.Select(line => line.Stream));
        Assert.True(lines[1].Time - lines[0].Time > TimeSpan.FromSeconds(0.15), "The times are not those of the writing.");
    }

    [Fact]
    public async Task Following_gives_every_line_once_and_ends_with_the_job()
    {
        var job = await _local.StartAsync("for i in $(seq 1 200); do echo $i; echo e$i >&2; done; sleep 0.2; for i in $(seq 201 400); do echo $i; done; printf end");
        var lines = await _local.LogAsync(job, new LogQuery { Follow = true });
        Assert.Equal([.. Enumerable.Range(1, 400).Select(i => $"{i}"), "end"], lines.Where(line => line.Stream == MlLogStream.Stdout).Select(line => line.Message));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"e{i}"), lines.Where(line => line.Stream == MlLogStream.Stderr).Select(line => line.Message));
        Assert.Equal(MlJobStatus.Succeeded, (await _local.GetAsync()).Status);
    }

    [Fact]
    public async Task A_line_is_followed_when_it_is_written_and_not_when_the_job_ends()
    {
        var job = await _local.StartAsync("echo first; exec sleep 600");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var line in _local.Provider.ReadLogAsync(job, new LogQuery { Follow = true }, patience.Token))
        {
            Assert.Equal("first", line.Message);
            return;
        }

        Assert.Fail("The log ended.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task The_tail_is_the_end_of_the_whole(int count)
    {
        await _local.StartAsync("i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo out $i; [ $((i % 3)) = 0 ] && echo err $i >&2; [ $((i % 20)) = 0 ] && sleep 0.1; done; printf 'no end'");
        var job = await _local.EndAsync();
        var whole = await _local.LogAsync(job);
        var tail = await _local.LogAsync(job, new LogQuery { Tail = count });
        Assert.Equal(whole.TakeLast(count), tail);
    }

    [Fact]
    public async Task A_tail_can_be_followed()
    {
        var job = await _local.StartAsync("seq 1 50; sleep 0.4; echo last");
        await LocalFixture.UntilAsync(() => _local.LogAsync(job).Result.Count >= 50);
        var lines = await _local.LogAsync(job, new LogQuery { Tail = 2, Follow = true });
        Assert.Equal(["49", "50", "last"], lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Since_gives_the_lines_from_a_time_on()
    {
        await _local.StartAsync("echo old; sleep 0.5; echo new; echo newer");
        var job = await _local.EndAsync();
        var whole = await _local.LogAsync(job);
        var lines = await _local.LogAsync(job, new LogQuery { Since = whole[1].Time });
        Assert.Equal(["new", "newer"], lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Instances_are_interleaved_by_time()
    {
        await _local.StartAsync(_local.Shell("sleep 0.$((RANK * 3)); echo a$RANK; sleep 0.6; echo b$RANK") with { InstanceCount = 2 });
        var lines = await _local.LogAsync(await _local.EndAsync());
        Assert.Equal(["a0", "a1", "b0", "b1"], lines.Select(line => line.Message));
        Assert.Equal(["0", "1", "0", "1"], lines.Select(line => line.Instance));
    }

    [Fact]
    public async Task A_log_without_a_time_file_is_still_read()
    {
        await _local.StartAsync("echo one; echo two >&2");
        var job = await _local.EndAsync();
        File.Delete(Path.Combine(_local.JobFolder(), "instances", "0", "times.log"));
        Assert.Equal(["one", "two"], (await _local.LogAsync(job)).Select(line => line.Message));
    }

    [Fact]
    public async Task Control_sequences_do_not_come_through()
    {
        await _local.StartAsync(@"printf '\033[31mred\033[0m \033]0;title\007x\n'");
        Assert.Equal("red x", Assert.Single(await _local.LogAsync(await _local.EndAsync())).Message);
    }

    [Fact]
    public async Task A_line_that_never_ends_is_cut_and_not_kept_in_memory()
    {
        await _local.StartAsync("head -c 1000000 /dev/zero | tr '\\0' x");
        var lines = await _local.LogAsync(await _local.EndAsync());
        Assert.Equal(1_000_000, lines.Sum(line => line.Message.Length));
        Assert.All(lines, line => Assert.True(line.Message.Length <= 256 * 1024));
    }

    [Fact]
    public async Task The_end_of_a_large_log_is_found_without_reading_it()
    {
        await _local.StartAsync("echo begin");
        var job = await _local.EndAsync();
        const long size = 8L << 30;
        using (var log = new FileStream(Path.Combine(_local.JobFolder(), "instances", "0", "stdout.log"), FileMode.Open, FileAccess.Write))
        {
            // A hole: no disk is used, but eight gigabytes would take seconds to read.
            log.SetLength(size);
            log.Position = size;
            log.Write("\nlast but one\nlast\n"u8);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var lines = await _local.LogAsync(job, new LogQuery { Tail = 2 });
        Assert.Equal(["last but one", "last"], lines.Select(line => line.Message));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20, "The log was read.");
    }

    [Fact]
    public void A_half_written_time_is_overwritten_and_not_read()
    {
        var file = Path.Combine(_local.Home, "times.log");
        using var times = new FileStream(file, FileMode.Create, FileAccess.ReadWrite);
        var first = new LogTimes.Entry(DateTimeOffset.UnixEpoch.AddMilliseconds(5), 10, 20);
        var second = new LogTimes.Entry(DateTimeOffset.UnixEpoch.AddMilliseconds(6), 11, 20);
        LogTimes.Append(times, first);
        times.Write("00000"u8);
        Assert.Equal(1, LogTimes.Count(times));
        LogTimes.Append(times, second);
        Assert.Equal(2, LogTimes.Count(times));
        Assert.Equal([first, second], [LogTimes.Read(times, 0), LogTimes.Read(times, 1)]);
        Assert.Equal(1, LogTimes.FindFirst(times, entry => entry.Output > 10));
    }

    [Theory]
    [InlineData(1, 2, "out", "err")]
    [InlineData(2, 1, "err", "out")]
    public void Of_two_streams_that_grew_between_two_looks_the_one_written_first_comes_first(int outputSecond, int errorSecond, params string[] expected)
    {
        var folder = new InstanceFolder(_local.Home);
        File.WriteAllText(folder.StandardOutput, "out\n");
        File.WriteAllText(folder.StandardError, "err\n");
        File.SetLastWriteTimeUtc(folder.StandardOutput, DateTime.UnixEpoch.AddSeconds(outputSecond));
        File.SetLastWriteTimeUtc(folder.StandardError, DateTime.UnixEpoch.AddSeconds(errorSecond));
        using (var watch = new LogWatch(folder))
        {
            Assert.True(watch.Note());
            Assert.False(watch.Note());
        }

        using var log = new InstanceLog(folder, "job", "0");
        Assert.Equal(expected, log.ReadAvailable(toTheEnd: true).Select(line => line.Message));
    }

    [Fact]
    public async Task A_cancelled_follow_ends_at_once()
    {
        var job = await _local.StartAsync("exec sleep 600");
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in _local.Provider.ReadLogAsync(job, new LogQuery { Follow = true }, cancel.Token))
            {
                Assert.Fail(line.Message);
            }
        });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString("c", CultureInfo.InvariantCulture));
    }
}
