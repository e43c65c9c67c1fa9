namespace MlOps.Providers.Local;

/// <summary>How a local job ended.</summary>
public sealed record LocalJobEnd
{
    /// <summary>Succeeded, failed or stopped.</summary>
    public MlJobStatus Status { get; init; }

    /// <summary>Why, in a sentence; empty for success.</summary>
    public string Message { get; init; } = "";

    /// <summary>When the first instance started; <see langword="null"/> when none did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last instance ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>The exit code of each instance, as a shell counts it (128 and the signal's number after a signal); <see langword="null"/> where it is unknown.</summary>
    public IReadOnlyList<int?> ExitCodes { get; init; } = [];

    /// <summary>The last value of each metric.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}
