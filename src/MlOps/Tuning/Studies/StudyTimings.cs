namespace MlOps;

/// <summary>How patient a study is.</summary>
public sealed record StudyTimings
{
    /// <summary>For how long a provider is left alone after the first refusal of a row; each further one doubles it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For how long at most.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a job that was started may be missing in lists before it counts as deleted.</summary>
    public TimeSpan Missing { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For how long the rest of a log is waited for after its job has ended.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it is looked whether somebody wants the study stopped, and what time it is.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a trial that never began to run is tried again.</summary>
    public int Tries { get; init; } = 3;
}
