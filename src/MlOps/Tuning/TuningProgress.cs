namespace MlOps;

/// <summary>How far a search is.</summary>
/// <param name="Done">How many of its trials have ended.</param>
/// <param name="Total">How many there are at most; <see langword="null"/> when there is no limit.</param>
/// <param name="TimeLeft">How long it will take from now on if it takes all of its trials and they take as long as those before; <see langword="null"/> while that cannot be told.</param>
public sealed record TuningProgress(int Done, int? Total, TimeSpan? TimeLeft)
{
    /// <summary>Says how far a search is.</summary>
    /// <param name="job">The search.</param>
    /// <param name="now">The time.</param>
    /// <returns>How far it is.</returns>
    public static TuningProgress Of(MlTuningJob job, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        var done = job.SucceededTrials + job.FailedTrials + job.StoppedTrials + job.PrunedTrials;
        return new(done, job.MaxTrials, Estimate(job, done, now));
    }

    /// <summary>
    /// One that runs counts as half a trial: of those that run at once, some have begun just now and some are nearly done. Without that the end of the first of many would promise many times too much.
    /// </summary>
    private static TimeSpan? Estimate(MlTuningJob job, int done, DateTimeOffset now)
    {
        var elapsed = now - (job.StartedAt ?? job.CreatedAt);
        if (job.MaxTrials is not { } total || done == 0 || elapsed <= TimeSpan.Zero)
        {
            return null;
        }

        var through = done + (job.RunningTrials / 2.0);
        return elapsed * (Math.Max(0, total - through) / through);
    }
}
