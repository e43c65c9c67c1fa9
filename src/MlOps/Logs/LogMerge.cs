using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Makes one log out of several.</summary>
public static class LogMerge
{
    /// <summary>Merges logs, each in the order of time, into one in the order of time. Holds one line of each; equal times keep the order of the sources.</summary>
    /// <param name="sources">The logs. Each is read once, and disposed of when it ends or the merge does.</param>
    /// <param name="quiet">
    /// <see langword="null"/> to wait for every log, as is right for those that end. Else how long a log that is asked for its next line may hold up the others: one that is
    /// silent for longer is passed over until it has a line, which then comes late.
    /// </param>
    /// <param name="cancellationToken">Ends the work at once, even when a source does not heed it.</param>
    /// <returns>The lines, as they arrive. What a source throws ends the merge.</returns>
    public static async IAsyncEnumerable<MlLogEvent> ByTime(
        IReadOnlyList<IAsyncEnumerable<MlLogEvent>> sources,
        TimeSpan? quiet,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var active = sources.Select(source => new LogMergeSource(source, stopping.Token)).ToList();
        try
        {
            while (active.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await AdvanceAsync(active, quiet, cancellationToken).ConfigureAwait(false);
                if (Earliest(active) is { } source)
                {
                    yield return source.Take();
                }
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await LogMergeSource.CloseAsync(active).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a line can be given, or no source is left.</summary>
    private static async Task AdvanceAsync(List<LogMergeSource> active, TimeSpan? quiet, CancellationToken cancellationToken)
    {
        while (true)
        {
            for (var i = active.Count - 1; i >= 0; i--)
            {
                if (!await active[i].PollAsync().ConfigureAwait(false))
                {
                    active.RemoveAt(i);
                }
            }

            if (TimeToWait(active, quiet) is not { } limit)
            {
                return;
            }

            var answers = active.Where(source => source.Answer is not null).Select(source => source.Answer!);
            Task any = Task.WhenAny(answers).WaitAsync(limit, cancellationToken);
            await any.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>For how long to wait for the sources that have no line; <see langword="null"/> when the earliest line can be given now.</summary>
    private static TimeSpan? TimeToWait(List<LogMergeSource> active, TimeSpan? quiet)
    {
        var hasLine = false;
        TimeSpan? longest = null;
        foreach (var source in active)
        {
            if (source.Line is not null)
            {
                hasLine = true;
            }
            else
            {
                var left = quiet - source.Waited ?? TimeSpan.MaxValue;
                longest = left > longest ? left : longest ?? left;
            }
        }

        return longest is not { } time ? null
            : !hasLine || quiet is null ? Timeout.InfiniteTimeSpan
            : time > TimeSpan.Zero ? time
            : null;
    }

    private static LogMergeSource? Earliest(List<LogMergeSource> active)
    {
        LogMergeSource? earliest = null;
        foreach (var source in active)
        {
            if (source.Line is { } line && (earliest is null || line.Time < earliest.Line!.Time))
            {
                earliest = source;
            }
        }

        return earliest;
    }
}
