namespace MlOps;

/// <summary>
/// Lets so many streams run at once as the link gains from. It begins with a few and looks at the rate several times a second while more streams wait: as long as more of them bring more, it lets
/// more in; what brought nothing is taken back. A store that asks to slow down halves it.
/// </summary>
internal sealed class AdaptiveGate(TimeProvider clock)
{
    private const int Least = 1;
    private const int First = 8;
    private const int Most = 48;

    // What a request costs beside its bytes, in bytes, so that the rate of small objects counts too.
    private const long RequestWeight = 64 << 10;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private long _looked = clock.GetTimestamp();
    private long _restsUntil;
    private long _heedsFrom = long.MinValue;
    private int _running;
    private int _before = First;
    private double _rateBefore;
    private long _work;

    /// <summary>How many streams may run at once now.</summary>
    public int Limit { get; private set; } = First;

    /// <summary>Waits for a turn.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task.</returns>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_running < Limit)
            {
                _running++;
                return;
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        using var _ = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Gives the turn back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            _work += RequestWeight;
            Look();
            while (_running < Limit && _waiting.TryDequeue(out var turn))
            {
                // One that was cancelled meanwhile does not take it.
                if (turn.TrySetResult())
                {
                    _running++;
                }
            }
        }
    }

    /// <summary>Bytes have come.</summary>
    /// <param name="bytes">How many.</param>
    public void Count(int bytes) => Interlocked.Add(ref _work, bytes);

    /// <summary>A store has asked to slow down.</summary>
    public void SlowDown()
    {
        lock (_lock)
        {
            // Many streams are told at once: that counts once.
            var now = clock.GetTimestamp();
            if (now >= _heedsFrom)
            {
                _heedsFrom = now + Ticks(s_look);
                Set(Math.Max(Least, Limit / 2), rest: true);
            }
        }
    }

    private void Look()
    {
        var elapsed = clock.GetElapsedTime(_looked);
        if (elapsed < s_look)
        {
            return;
        }

        var rate = Interlocked.Exchange(ref _work, 0) / elapsed.TotalSeconds;
        _looked = clock.GetTimestamp();
        if (_waiting.Count == 0 || _looked < _restsUntil)
        {
            return;
        }

        if (Limit > _before && rate < _rateBefore * 1.05)
        {
            Set(_before, rest: true);
            return;
        }

        _before = Limit;
        _rateBefore = rate;
        Limit = Math.Min(Most, Limit + Math.Max(2, Limit / 2));
    }

    private void Set(int limit, bool rest)
    {
        Limit = limit;
        _before = limit;
        _rateBefore = 0;
        _looked = clock.GetTimestamp();
        Interlocked.Exchange(ref _work, 0);
        if (rest)
        {
            _restsUntil = _looked + Ticks(s_rest);
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
