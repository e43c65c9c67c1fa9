namespace MlOps.Providers.Aws;

/// <summary>
/// Decides how many calls run at once: fewer as soon as the service asks to slow down, more again while all goes well. A call that was throttled is repeated after a while,
/// so that a long list loses nothing. It stands above the SDK's own retries, which know of one call only.
/// </summary>
/// <param name="most">The most calls at once.</param>
/// <param name="clock">What waits.</param>
internal sealed class AwsPacer(int most, TimeProvider clock)
{
    /// <summary>How often a throttled call is repeated, each time after the SDK's own tries; with the waits between them some minutes.</summary>
    private const int Repeats = 12;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private double _limit = most;
    private int _running;
    private long _lastCut = long.MinValue;

    /// <summary>Makes a call when it is its turn.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer.</returns>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var repeat = 0; ; repeat++)
        {
            await EnterAsync(cancellationToken).ConfigureAwait(false);
            var begun = clock.GetTimestamp();
            try
            {
                var answer = await call().ConfigureAwait(false);
                Speed();
                return answer;
            }
            catch (Exception e) when (AwsErrors.IsThrottling(e) && repeat < Repeats)
            {
                Slow(begun);
            }
            finally
            {
                Leave();
            }

            var longest = Math.Min(Math.Pow(2, repeat) / 2, s_longestWait.TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2))), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_running < (int)_limit && _waiting.Count == 0)
            {
                _running++;
                return;
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast(turn);
        }

        using var cancelled = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task.ConfigureAwait(false);
    }

    private void Leave()
    {
        lock (_lock)
        {
            _running--;
            while (_running < (int)_limit && _waiting.First is { } next)
            {
                _waiting.RemoveFirst();
                if (next.Value.TrySetResult())
                {
                    _running++;
                }
            }
        }
    }

    /// <summary>One cut for all the calls that were under way together: what began before the last one says nothing of how it is since.</summary>
    private void Slow(long begun)
    {
        lock (_lock)
        {
            if (begun >= _lastCut)
            {
                _limit = Math.Max(1, _limit / 2);
                _lastCut = clock.GetTimestamp();
            }
        }
    }

    private void Speed()
    {
        lock (_lock)
        {
            _limit = Math.Min(most, _limit + (1 / _limit));
        }
    }
}
