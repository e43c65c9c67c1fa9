namespace MlOps;

/// <summary>Lets so many bytes be held in memory at once as a budget has, and one holder at least, in the order in which they ask.</summary>
/// <param name="bytes">The budget.</param>
internal sealed class MemoryBudget(long bytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> _waiting = new();
    private long _held;

    /// <summary>Waits until there is room.</summary>
    /// <param name="wanted">How many bytes; zero for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What gives them back when it is disposed of.</returns>
    public async ValueTask<Share> TakeAsync(long wanted, CancellationToken cancellationToken)
    {
        if (wanted == 0)
        {
            return default;
        }

        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_waiting.Count == 0 && HasRoom(wanted))
            {
                _held += wanted;
                return new(this, wanted);
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((wanted, turn));
        }

        using var _ = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task.ConfigureAwait(false);
        return new(this, wanted);
    }

    private bool HasRoom(long wanted) => _held == 0 || _held + wanted <= bytes;

    private void Give(long given)
    {
        lock (_lock)
        {
            _held -= given;
            while (_waiting.TryPeek(out var next) && (next.Turn.Task.IsCanceled || HasRoom(next.Bytes)))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    _held += next.Bytes;
                }
            }
        }
    }

    /// <summary>A part of the budget.</summary>
    internal readonly struct Share(MemoryBudget? budget, long taken) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => budget?.Give(taken);
    }
}
