using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Logs;

public class LogMergeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Property(MaxTest = 200)]
    public Property The_merge_is_the_stable_sort_by_time()
    {
        var log = Gen.Choose(0, 5).ListOf().Resize(8).Select(times => times.Order().ToArray());
        return Prop.ForAll(log.ListOf().Resize(5).ToArbitrary(), async logs =>
        {
            var lines = logs.Select((times, source) => times.Select((time, i) => Line(time, $"{source}.{i}")).ToArray()).ToArray();
            foreach (var quiet in new TimeSpan?[] { null, Long })
            {
                var merged = await LogMerge.ByTime([.. lines.Select(source => Slowly(source))], quiet, CancellationToken.None).ToListAsync();
                Assert.Equal(lines.SelectMany(source => source).OrderBy(line => line.Time), merged);
            }
        });
    }

    [Fact]
    public async Task No_source_gives_no_line() => Assert.Empty(await LogMerge.ByTime([], null, Cancellation).ToListAsync(Cancellation));

    [Fact]
    public async Task Without_a_limit_a_silent_source_is_waited_for()
    {
        var silent = Channel.CreateUnbounded<MlLogEvent>();
        await using var merge = LogMerge.ByTime([Slowly([Line(2, "b")]), silent.Reader.ReadAllAsync(Cancellation)], null, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = merge.MoveNextAsync().AsTask();
        await Task.Delay(200, Cancellation);
        Assert.False(next.IsCompleted);

        silent.Writer.TryWrite(Line(1, "a"));
        Assert.True(await next);
        Assert.Equal("a", merge.Current.Message);
    }

    [Fact]
    public async Task With_a_limit_a_silent_source_is_passed_over_until_it_has_a_line()
    {
        var busy = Channel.CreateUnbounded<MlLogEvent>();
        var silent = Channel.CreateUnbounded<MlLogEvent>();
        await using var merge = LogMerge.ByTime([busy.Reader.ReadAllAsync(Cancellation), silent.Reader.ReadAllAsync(Cancellation)], Short, Cancellation).GetAsyncEnumerator(Cancellation);

        for (var i = 0; i < 1000; i++)
        {
            busy.Writer.TryWrite(Line(10 + i, "busy"));
        }

        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 500; i++)
        {
            Assert.True(await merge.MoveNextAsync());
            Assert.Equal("busy", merge.Current.Message);
        }

        Assert.True(clock.Elapsed < Long, "The limit was waited for again and again.");

        // Its time is between two of the lines still to come, and that is its place.
        silent.Writer.TryWrite(Line(600, "silent"));
        silent.Writer.Complete();
        await Task.Delay(200, Cancellation);
        busy.Writer.Complete();
        var messages = new List<(DateTimeOffset, string)>();
        while (await merge.MoveNextAsync())
        {
            messages.Add((merge.Current.Time, merge.Current.Message));
        }

        Assert.Equal(501, messages.Count);
        Assert.Equal(messages.OrderBy(message => message.Item1), messages);
        Assert.Single(messages, message => message.Item2 == "silent");
    }

    [Fact]
    public async Task A_line_that_comes_within_the_limit_is_given_in_its_place()
    {
        var late = Channel.CreateUnbounded<MlLogEvent>();
        await using var merge = LogMerge.ByTime([Slowly([Line(2, "b")]), late.Reader.ReadAllAsync(Cancellation)], Long, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = merge.MoveNextAsync().AsTask();
        await Task.Delay(50, Cancellation);
        late.Writer.TryWrite(Line(1, "a"));
        Assert.True(await next);
        Assert.Equal("a", merge.Current.Message);
    }

    [Fact]
    public async Task What_a_source_throws_ends_the_merge_and_every_source_is_disposed_of()
    {
        var sources = new[] { new Observed([Line(1, "a")], hang: true), new Observed([Line(2, "b")], error: new IOException("the line is down")), new Observed([Line(3, "c")]) };
        var read = new List<string>();
        var exception = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var line in LogMerge.ByTime(sources, Short, Cancellation))
            {
                read.Add(line.Message);
            }
        });

        Assert.Equal("the line is down", exception.Message);
        Assert.Equal(["a", "b"], read);
        Assert.All(sources, source => Assert.Equal(1, source.Disposed));
    }

    [Fact]
    public async Task Every_source_is_disposed_of_once_when_the_reader_stops_or_all_is_read()
    {
        var sources = new[] { new Observed([Line(1, "a"), Line(2, "b")]), new Observed([Line(3, "c")]) };
        await LogMerge.ByTime(sources, null, Cancellation).FirstAsync(Cancellation);
        Assert.All(sources, source => Assert.Equal(1, source.Disposed));

        sources = [new Observed([Line(1, "a")]), new Observed([])];
        await LogMerge.ByTime(sources, null, Cancellation).ToListAsync(Cancellation);
        Assert.All(sources, source => Assert.Equal(1, source.Disposed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_is_heeded_at_once_even_when_a_source_does_not(bool heeds)
    {
        using var cancellation = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        var source = heeds ? new Observed([], hang: true) : Deaf(never.Task);
        var reading = LogMerge.ByTime([source], null, cancellation.Token).ToListAsync(CancellationToken.None).AsTask();
        await Task.Delay(50, Cancellation);

        var clock = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Long, Cancellation));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
        never.SetResult();
    }

    private static MlLogEvent Line(int second, string message) =>
        new() { Provider = "Local", JobName = "j", Time = DateTimeOffset.UnixEpoch.AddSeconds(second), Message = message };

    private static async IAsyncEnumerable<MlLogEvent> Slowly(IEnumerable<MlLogEvent> lines)
    {
        foreach (var line in lines)
        {
            await Task.Yield();
            yield return line;
        }
    }

    private static async IAsyncEnumerable<MlLogEvent> Deaf(Task never)
    {
        await never;
        yield break;
    }

    private sealed class Observed(IReadOnlyList<MlLogEvent> lines, bool hang = false, Exception? error = null) : IAsyncEnumerable<MlLogEvent>
    {
        public int Disposed { get; private set; }

        public IAsyncEnumerator<MlLogEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) => ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        private async IAsyncEnumerable<MlLogEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                foreach (var line in lines)
                {
                    await Task.Yield();
                    yield return line;
                }

                if (hang)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                if (error is not null)
                {
                    throw error;
                }
            }
            finally
            {
                Disposed++;
            }
        }
    }
}
