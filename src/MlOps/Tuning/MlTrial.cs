namespace MlOps;

/// <summary>One training run of a tuning job.</summary>
public sealed record MlTrial
{
    /// <summary>The provider that ran it.</summary>
    public required string Provider { get; init; }

    /// <summary>The tuning job that started it.</summary>
    public required string TuningJobName { get; init; }

    /// <summary>The name of its training job.</summary>
    public required string Name { get; init; }

    /// <summary>The hyperparameters that were chosen for it.</summary>
    public IReadOnlyDictionary<string, object?> Hyperparameter { get; init; } = new Dictionary<string, object?>();

    /// <summary>The value of the objective; <see langword="null"/> while it has none.</summary>
    public double? Value { get; init; }

    /// <summary>The name and the value, for a line of text.</summary>
    /// <returns><c>resnet-7 (0.123)</c>.</returns>
    public override string ToString() => Value is { } value ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} ({value:g6})") : Name;
}
