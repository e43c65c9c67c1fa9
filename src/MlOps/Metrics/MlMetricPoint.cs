namespace MlOps;

/// <summary>One value of a metric.</summary>
public sealed record MlMetricPoint
{
    /// <summary>The provider of the job.</summary>
    public required string Provider { get; init; }

    /// <summary>The name of the job.</summary>
    public required string JobName { get; init; }

    /// <summary>The metric's name.</summary>
    public required string Name { get; init; }

    /// <summary>The training step that the same line names; <see langword="null"/> when it names none.</summary>
    public long? Step { get; init; }

    /// <summary>The epoch that the same line names; <see langword="null"/> when it names none.</summary>
    public long? Epoch { get; init; }

    /// <summary>When the line was written.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The machine or process that reported it.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The value.</summary>
    public double Value { get; init; }
}
