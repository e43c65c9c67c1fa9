namespace MlOps.Providers.SageMaker.Logs;

/// <summary>What of CloudWatch Logs belongs to one training job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Start">The time of the first event that is wanted, in milliseconds since 1970.</param>
/// <param name="End">The time after which the job has written nothing; <see langword="null"/> while it may.</param>
internal sealed record LogScope(MlJob Job, long Start, long? End)
{
    /// <summary>The group of all training jobs.</summary>
    public const string Group = "/aws/sagemaker/TrainingJobs";

    // A job of the same name may have been there before, and its streams still are. Between the acceptance of a job and its first line lies the start of a machine, so that this is for clocks only.
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(5);

    // Lines are stamped when they are written. This is for clocks too, and generous because it saves nothing but searching.
    private static readonly TimeSpan s_endTolerance = TimeSpan.FromHours(1);

    /// <summary>What the names of the job's streams begin with. Without the slash, <c>job-1</c> would find those of <c>job-10</c>.</summary>
    public string Prefix => Job.Name + "/";

    /// <summary>Makes the scope of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="since">The time that was asked for.</param>
    /// <returns>The scope.</returns>
    public static LogScope Of(MlJob job, DateTimeOffset? since)
    {
        var start = job.CreatedAt > DateTimeOffset.UnixEpoch + s_clockTolerance ? job.CreatedAt - s_clockTolerance : DateTimeOffset.UnixEpoch;
        return new(job, Milliseconds(since > start ? since.Value : start), job.EndedAt is { } end ? Milliseconds(end + s_endTolerance) : null);
    }

    // Rounded up, so that the event of the millisecond before is not taken in.
    private static long Milliseconds(DateTimeOffset time) => ((time - DateTimeOffset.UnixEpoch).Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
