namespace MlOps.Tests.Transfer;

/// <summary>The gate before links of several kinds, in time that passes only as these tests say.</summary>
public sealed class AdaptiveGateTests
{
    private const int Streams = 64;

    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(50);

    private readonly SteppingClock _clock = new();

    [Fact]
    public async Task Where_answers_take_their_time_more_streams_are_let_in_up_to_a_limit()
    {
        var link = new Link(new(_clock), _clock, _ => s_latency);
        Assert.Equal(8, link.Gate.Limit);

        await link.RunAsync(TimeSpan.FromSeconds(6));

        Assert.Equal(48, link.Gate.Limit);
        Assert.Equal(48, link.MostRunning);
    }

    [Fact]
    public async Task What_more_streams_do_not_bring_is_taken_back()
    {
        // From sixteen on, each more makes the others slower.
        var link = new Link(new(_clock), _clock, running => s_latency * Math.Max(1, running / 16.0));

        await link.RunAsync(TimeSpan.FromSeconds(30));

        Assert.InRange(link.AverageRunning, 12, 30);
        Assert.True(link.MostRunning < 48);
    }

    [Fact]
    public async Task A_store_that_asks_to_slow_down_gets_fewer_streams_and_more_again_when_it_does_not()
    {
        var isBusy = true;
        var link = new Link(new(_clock), _clock, _ => s_latency) { IsTooMuch = running => isBusy && running > 5 };

        await link.RunAsync(TimeSpan.FromSeconds(20));

        Assert.InRange(link.Gate.Limit, 1, 12);
        Assert.InRange(link.AverageRunning, 1, 7);

        isBusy = false;
        await link.RunAsync(TimeSpan.FromSeconds(12));
        Assert.Equal(48, link.Gate.Limit);
    }

    [Fact]
    public void Many_streams_that_are_told_at_once_count_once()
    {
        var gate = new AdaptiveGate(_clock);
        for (var i = 0; i < 8; i++)
        {
            gate.SlowDown();
        }

        Assert.Equal(4, gate.Limit);

        _clock.Step(TimeSpan.FromSeconds(1));
        gate.SlowDown();
        Assert.Equal(2, gate.Limit);
    }

    [Fact]
    public void One_stream_is_always_let_in()
    {
        var gate = new AdaptiveGate(_clock);
        for (var i = 0; i < 10; i++)
        {
            gate.SlowDown();
            _clock.Step(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, gate.Limit);
        Assert.True(gate.EnterAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_takes_no_turn()
    {
        var gate = new AdaptiveGate(_clock);
        for (var i = 0; i < 8; i++)
        {
            Assert.True(gate.EnterAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        using var stop = new CancellationTokenSource();
        var gone = gate.EnterAsync(stop.Token).AsTask();
        var next = gate.EnterAsync(CancellationToken.None).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.False(next.IsCompleted);

        gate.Leave();

        await next.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan time) => _now += time.Ticks;
    }

    /// <summary>Streams that ask for small objects without end.</summary>
    /// <param name="gate">The gate before it.</param>
    /// <param name="clock">What its time is.</param>
    /// <param name="takes">How long an answer takes when so many streams run.</param>
    private sealed class Link(AdaptiveGate gate, SteppingClock clock, Func<int, TimeSpan> takes)
    {
        private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(5);

        private readonly Queue<Task> _waiting = new();
        private readonly List<long> _running = [];
        private long _sum;
        private long _steps;

        public AdaptiveGate Gate => gate;

        public int MostRunning { get; private set; }

        /// <summary>How many streams ran at once in the last run.</summary>
        public double AverageRunning => (double)_sum / _steps;

        /// <summary>Whether so many streams are more than the store takes.</summary>
        public Func<int, bool> IsTooMuch { get; init; } = _ => false;

        public async Task RunAsync(TimeSpan time)
        {
            (_sum, _steps) = (0, 0);
            for (var end = clock.GetTimestamp() + time.Ticks; clock.GetTimestamp() < end; clock.Step(s_step))
            {
                var isTooMuch = IsTooMuch(_running.Count);
                for (var i = _running.RemoveAll(due => due <= clock.GetTimestamp()); i > 0; i--)
                {
                    if (isTooMuch)
                    {
                        gate.SlowDown();
                    }

                    gate.Leave();
                }

                while (_waiting.Count + _running.Count < Streams)
                {
                    _waiting.Enqueue(gate.EnterAsync(CancellationToken.None).AsTask());
                }

                // Those who have waited longest have their turn now, if only their tasks have not noticed yet.
                while (_running.Count < gate.Limit)
                {
                    await _waiting.Dequeue();
                    _running.Add(clock.GetTimestamp() + takes(_running.Count + 1).Ticks);
                }

                MostRunning = Math.Max(MostRunning, _running.Count);
                (_sum, _steps) = (_sum + _running.Count, _steps + 1);
            }
        }
    }
}
