namespace MlOps.Providers.Logs;

/// <summary>How often a log that is followed is looked at, and when it counts as complete.</summary>
internal sealed record LogTimings
{
    /// <summary>Between two looks for new lines.</summary>
    public TimeSpan Follow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks for new streams: those of instances that start late, of restarts and of retries.</summary>
    public TimeSpan Discovery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two questions for the state of the job.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after its end a job's last lines are waited for at least. AWS does not say how late they may come.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A job that ended longer ago has all its lines in the log.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromMinutes(5);
}
