using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Makes one log out of several, in the order of time.</summary>
public static class LogMerge
{
    /// <summary>Merges logs that are each in the order of time. Of each, one line is held at a time.</summary>
    /// <param name="sources">The logs.</param>
    /// <param name="quiet">How long a log without a new line may hold up the others; <see langword="null"/> to wait for each, which logs that end allow.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines. Of lines of the same time, those of an earlier log come first.</returns>
    public static async IAsyncEnumerable<MlLogEvent> ByTime(IReadOnlyList<IAsyncEnumerable<MlLogEvent>> sources, TimeSpan? quiet, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var open = new List<Source>(sources.Select((source, rank) => new Source(source.GetAsyncEnumerator(stop.Token), rank)));
        try
        {
            while (true)
            {
                await WaitForTurnAsync(open, quiet, cancellationToken).ConfigureAwait(false);
                await RemoveEndedAsync(open).ConfigureAwait(false);
                if (open.Count == 0)
                {
                    yield break;
                }

                if (open.Where(source => source.HasLine).MinBy(source => (source.Line.Time, source.Rank)) is { } next)
                {
                    yield return next.Line;
                    next.Advance();
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var source in open)
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until every log has shown its next line, or the ones that have not were given their time and another has.</summary>
    private static async Task WaitForTurnAsync(List<Source> open, TimeSpan? quiet, CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(open.Select(source => source.Pending));
        if (all.IsCompleted)
        {
            await all.ConfigureAwait(false);
            return;
        }

        if (quiet is { } patience)
        {
            _ = await Task.WhenAny(open.Select(source => source.Pending)).WaitAsync(cancellationToken).ConfigureAwait(false);

            // Counted from a log's own last line: one that has been silent for long holds up nothing, however many lines the others have.
            var left = patience - open.Where(source => !source.Pending.IsCompleted).Select(source => source.Waiting).DefaultIfEmpty(patience).Min();
            if (left > TimeSpan.Zero)
            {
                _ = await Task.WhenAny(all, Task.Delay(left, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (open.Find(source => source.Pending.IsFaulted) is { } failed)
            {
                await failed.Pending.ConfigureAwait(false);
            }
        }
        else
        {
            _ = await all.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RemoveEndedAsync(List<Source> open)
    {
        foreach (var ended in open.Where(source => source.HasEnded).ToList())
        {
            open.Remove(ended);
            await ended.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class Source(IAsyncEnumerator<MlLogEvent> lines, int rank) : IAsyncDisposable
    {
        private long _asked = Stopwatch.GetTimestamp();

        public int Rank { get; } = rank;

        public Task<bool> Pending { get; private set; } = lines.MoveNextAsync().AsTask();

        public bool HasLine => Pending.IsCompletedSuccessfully && Pending.Result;

        public bool HasEnded => Pending.IsCompletedSuccessfully && !Pending.Result;

        public MlLogEvent Line => lines.Current;

        /// <summary>How long its next line has been waited for.</summary>
        public TimeSpan Waiting => Stopwatch.GetElapsedTime(_asked);

        public void Advance()
        {
            _asked = Stopwatch.GetTimestamp();
            Pending = lines.MoveNextAsync().AsTask();
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                // An enumerator may not be disposed of while it is on its way to the next line.
                _ = await Pending.ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It was cancelled, or it failed after the merge had ended; what failed before was thrown to the reader.
            }

            await lines.DisposeAsync().ConfigureAwait(false);
        }
    }
}
