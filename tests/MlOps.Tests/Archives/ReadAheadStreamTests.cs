using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Tests.Fakes;
using MlOps.Tests.Transfer;

namespace MlOps.Tests.Archives;

public class ReadAheadStreamTests
{
    [Property(MaxTest = 100)]
    public Property It_gives_the_bytes_in_their_order_whatever_the_plan() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var content = GzipSample.Random(random.Next(1, 1_000_000), seed);
            var from = random.Next(content.Length);
            var to = random.Next(from, content.Length) + 1;
            var sure = random.Next(from, to + 1);
            var store = new MemoryStore { MostAtOnce = random.Next(1, 100_000) };
            var stored = store.Put("a", content);
            store.CutBefore(random.Next(content.Length));
            using var hash = new OrderedHash(MemoryStore.ChecksumOf(ChecksumAlgorithm.Crc64Nvme, content.AsSpan(from, to - from)));
            using var stream = Open(store, stored, new(from, sure, to, random.Next(1, 100_000), random.Next(100_000, 300_000), random.Next(1, 5)), hash);
            var read = new List<byte>();
            while (stream.Take(random.Next(1, 50_000)) is { IsEmpty: false } bytes)
            {
                read.AddRange(bytes);
            }

            Assert.True(content.AsSpan(from, to - from).SequenceEqual([.. read]));
            Assert.Equal(to - from, store.Bytes);
            Assert.True(hash.Matches());
        });

    [Fact]
    public void Beyond_what_is_sure_nothing_is_fetched_before_it_is_asked_for()
    {
        var store = new MemoryStore();
        var stored = store.Put("a", new byte[3 << 20]);
        using var stream = Open(store, stored, new(1000, 101_000, 3 << 20, 1 << 20, 1 << 20, 4));
        Assert.Equal(100_000, stream.Take(int.MaxValue).Length);
        Assert.Equal(100_000, store.Bytes);
        Assert.Equal(256 << 10, stream.Peek().Length);
        Assert.Equal(100_000 + (256 << 10), store.Bytes);
    }

    [Fact]
    public void The_ranges_grow_and_no_more_are_fetched_ahead_than_planned()
    {
        var store = new MemoryStore();
        var stored = store.Put("a", new byte[1_000_000]);
        using var stream = Open(store, stored, new(0, 1_000_000, 1_000_000, 10_000, 40_000, 3));
        stream.Take(10_000);
        Assert.Equal([0L, 10_000, 30_000, 70_000], Opened(4));
        stream.Take(1);
        Assert.Equal([0L, 10_000, 30_000, 70_000, 110_000], Opened(5));

        IEnumerable<long> Opened(int count)
        {
            // Those that are ahead are opened on other threads.
            SpinWait.SpinUntil(() => store.Opened.Count >= count, TimeSpan.FromSeconds(10));
            return store.Opened.Select(range => range.Offset).Order();
        }
    }

    [Fact]
    public async Task Who_is_cancelled_waits_no_longer()
    {
        using var end = new CancellationTokenSource();
        var isServing = new TaskCompletionSource();
        var store = new MemoryStore { Served = _ => isServing.TrySetResult() };
        var stored = store.Put("a", new byte[100_000]);
        store.Wall = 50_000;

        // It would be tried again after pauses that never end.
        var reading = Task.Run(
            () =>
            {
                using var stream = new ReadAheadStream(store, stored, new(0, 100_000, 100_000, 100_000, 100_000, 1), null, null, new StoppedClock(), end.Token);
                stream.Take(1);
            },
            TestContext.Current.CancellationToken);
        await isServing.Task.WaitAsync(TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void Who_leaves_early_leaves_nothing_behind()
    {
        var store = new MemoryStore();
        var stored = store.Put("a", new byte[1_000_000]);
        for (var i = 0; i < 100; i++)
        {
            using var stream = Open(store, stored, new(0, 1_000_000, 1_000_000, 50_000, 50_000, 4));
            stream.Take(1 + i);
        }

        var bytes = store.Bytes;
        using var whole = Open(store, stored, new(0, 10, 10, 50_000, 50_000, 4));
        Assert.Equal(10, whole.Take(int.MaxValue).Length);
        Assert.Equal(bytes + 10, store.Bytes);
    }

    private static ReadAheadStream Open(MemoryStore store, StoredObject stored, ReadAheadPlan plan, OrderedHash? hash = null) => new(store, stored, plan, null, hash, new QuickClock(), CancellationToken.None);

    private sealed class StoppedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }
}
