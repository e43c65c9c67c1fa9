namespace MlOps;

/// <summary>One trial of a search: a training job with hyperparameters of its own.</summary>
public sealed record MlTrial
{
    /// <summary>The provider that runs it.</summary>
    public required string Provider { get; init; }

    /// <summary>The search that it belongs to.</summary>
    public required string TuningJobName { get; init; }

    /// <summary>The name of its training job.</summary>
    public required string Name { get; init; }

    /// <summary>Its number in the search; <see langword="null"/> when the provider gives none.</summary>
    public int? Number { get; init; }

    /// <summary>The provider's identifier of its training job; empty while it has none.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public MlTrialStatus Status { get; init; }

    /// <summary>Where it stands, in the provider's own word.</summary>
    public string ProviderStatus { get; init; } = "";

    /// <summary>Why it failed, was pruned or was stopped. Empty when there is nothing to say.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>The hyperparameters that were chosen for it. One that does not apply is not there.</summary>
    public IReadOnlyDictionary<string, object?> Hyperparameter { get; init; } = new Dictionary<string, object?>();

    /// <summary>The name of the objective.</summary>
    public string Objective { get; init; } = "";

    /// <summary>The value of the objective; <see langword="null"/> while it has none. Of a pruned trial, the last.</summary>
    public double? Value { get; init; }

    /// <summary>The last step at which the objective was reported; <see langword="null"/> when that is not known.</summary>
    public long? Step { get; init; }

    /// <summary>When it was chosen; <see langword="null"/> when the provider does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its job began to run; <see langword="null"/> before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it ran, or has been running; <see langword="null"/> before it started.</summary>
    public TimeSpan? Duration => StartedAt is { } start ? (EndedAt ?? DateTimeOffset.UtcNow) - start : null;

    /// <summary>The region or location that it runs in.</summary>
    public string Region { get; init; } = "";

    /// <summary>The provider's own document; for a search that MlOps runs, nothing.</summary>
    public object? Raw { get; init; }

    /// <summary>The name and the value, for a line of text.</summary>
    /// <returns><c>resnet-7 (0.123)</c>.</returns>
    public override string ToString() => Value is { } value ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} ({value:g6})") : Name;
}
