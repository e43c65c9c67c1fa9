using System.Diagnostics;

namespace MlOps;

/// <summary>One of the logs that are merged, and the line of it that is next.</summary>
internal sealed class LogMergeSource(IAsyncEnumerable<MlLogEvent> source, CancellationToken cancellationToken)
{
    // For what a source does when it is told to stop. One that does not heed it is left to itself.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private readonly IAsyncEnumerator<MlLogEvent> _lines = source.GetAsyncEnumerator(cancellationToken);
    private Task<bool>? _asked;
    private long _askedAt;

    /// <summary>The next line; <see langword="null"/> while there is none.</summary>
    public MlLogEvent? Line { get; private set; }

    /// <summary>What ends when the source has its next line, an end or an error; <see langword="null"/> when it has the line.</summary>
    public Task? Answer => _asked;

    /// <summary>For how long the next line has been waited for.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(_askedAt);

    /// <summary>Asks for the next line if there is none, and takes it if it is there.</summary>
    /// <returns><see langword="false"/> when the log has ended; it is disposed of then.</returns>
    public async ValueTask<bool> PollAsync()
    {
        if (Line is not null)
        {
            return true;
        }

        if (_asked is null)
        {
            _askedAt = Stopwatch.GetTimestamp();
            _asked = _lines.MoveNextAsync().AsTask();
        }

        if (!_asked.IsCompleted)
        {
            return true;
        }

        var hasLine = await _asked.ConfigureAwait(false);
        _asked = null;
        if (hasLine)
        {
            Line = _lines.Current;
        }
        else
        {
            await _lines.DisposeAsync().ConfigureAwait(false);
        }

        return hasLine;
    }

    /// <summary>Takes the next line away.</summary>
    public MlLogEvent Take()
    {
        var line = Line!;
        Line = null;
        return line;
    }

    /// <summary>Disposes of sources that have been told to stop. Their errors are nobody's concern any more.</summary>
    public static Task CloseAsync(IEnumerable<LogMergeSource> sources)
    {
        var closed = Task.WhenAll(sources.Select(source => source.CloseAsync()));
        return Task.WhenAny(closed, Task.Delay(Grace));
    }

    private async Task CloseAsync()
    {
        if (_asked is not null)
        {
            // An iterator cannot be disposed of while it runs.
            await ((Task)_asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _lines.DisposeAsync().ConfigureAwait(false);
    }
}
