namespace MlOps.Providers.Logs;

/// <summary>Knows whether a job that is followed has ended, and when its log is complete.</summary>
/// <param name="job">The job as it was found, which may be long ago.</param>
/// <param name="refresh">Gives the job as it is now.</param>
/// <param name="timings">How often it may be asked.</param>
/// <param name="clock">The time.</param>
internal sealed class JobEnd(MlJob job, Func<CancellationToken, Task<MlJob>> refresh, LogTimings timings, TimeProvider clock)
{
    // Lines may come in after a look and before the end was seen; one look more shows that they have stopped.
    private const int QuietLooks = 2;

    private long? _asked;
    private long? _endSeen = job.Status.IsEnded() ? clock.GetTimestamp() : null;
    private bool _isLongAgo = IsLongAgo(job, timings, clock);
    private bool _sawItRun;
    private int _quietLooks;

    /// <summary>Whether the job has ended, as far as is known.</summary>
    public bool HasEnded => _endSeen is not null;

    /// <summary>Asks for the state, when it is time to.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (HasEnded || (_asked is { } asked && clock.GetElapsedTime(asked) < timings.Refresh))
        {
            return;
        }

        MlJob? now = null;
        try
        {
            now = await refresh(cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            // It was deleted, which only an ended job can be. Its log stays.
        }

        _asked = clock.GetTimestamp();
        if (now?.Status.IsEnded() == false)
        {
            _sawItRun = true;
            return;
        }

        _endSeen = _asked;

        // What ran a moment ago has ended just now, whatever the clocks of this machine and of the service say.
        _isLongAgo = !_sawItRun && now is not null && IsLongAgo(now, timings, clock);
    }

    /// <summary>Takes in one look at all streams that began after the end of the job was known.</summary>
    /// <param name="foundLines">Whether there were new lines.</param>
    /// <returns><see langword="true"/> when there will be no more.</returns>
    public bool IsComplete(bool foundLines)
    {
        _quietLooks = foundLines ? 0 : _quietLooks + 1;
        return _isLongAgo || (_quietLooks >= QuietLooks && clock.GetElapsedTime(_endSeen!.Value) >= timings.Quiet);
    }

    private static bool IsLongAgo(MlJob job, LogTimings timings, TimeProvider clock) => job.Status.IsEnded() && clock.GetUtcNow() - job.EndedAt > timings.Fresh;
}
