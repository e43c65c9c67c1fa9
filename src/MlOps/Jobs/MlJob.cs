namespace MlOps;

/// <summary>A training or tuning job of any provider. Every property that the provider knows is filled in every list.</summary>
public record MlJob
{
    /// <summary>The provider that runs it: <c>SageMaker</c>, <c>Vertex</c>, <c>Local</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The name that its user gave it.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's own identifier: an ARN, a resource name, a local id.</summary>
    public required string Id { get; init; }

    /// <summary>Training or tuning.</summary>
    public MlJobKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public MlJobStatus Status { get; init; }

    /// <summary>Where it stands, in the provider's own word.</summary>
    public string ProviderStatus { get; init; } = "";

    /// <summary>Why it failed or was stopped, or what it waits for. Empty when there is nothing to say.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its code began to run; <see langword="null"/> before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it ran, or has been running; <see langword="null"/> before it started.</summary>
    public TimeSpan? Duration => StartedAt is { } start ? (EndedAt ?? DateTimeOffset.UtcNow) - start : null;

    /// <summary>The container image; empty when it runs as a plain process.</summary>
    public string Image { get; init; } = "";

    /// <summary>The program and its leading arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The arguments that follow the command and the hyperparameters.</summary>
    public IReadOnlyList<string> Argument { get; init; } = [];

    /// <summary>The hyperparameters by name, as they were given.</summary>
    public IReadOnlyDictionary<string, object?> Hyperparameter { get; init; } = EmptyOf<object?>.Dictionary;

    /// <summary>The input channels: name and where the data is.</summary>
    public IReadOnlyDictionary<string, string> InputData { get; init; } = EmptyOf<string>.Dictionary;

    /// <summary>Where the code is that was sent along with it; empty when none was.</summary>
    public string SourceUri { get; init; } = "";

    /// <summary>The environment variables that it was given.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = EmptyOf<string>.Dictionary;

    /// <summary>Where its results are or will be.</summary>
    public string OutputUri { get; init; } = "";

    /// <summary>Where its checkpoints are.</summary>
    public string CheckpointUri { get; init; } = "";

    /// <summary>The machine type, in the provider's word.</summary>
    public string InstanceType { get; init; } = "";

    /// <summary>How many machines (local: processes) it runs on.</summary>
    public int InstanceCount { get; init; } = 1;

    /// <summary>The accelerator of each machine; empty when there is none.</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>How many accelerators each machine has.</summary>
    public int AcceleratorCount { get; init; }

    /// <summary>Whether it runs on spot (preemptible) capacity.</summary>
    public bool Spot { get; init; }

    /// <summary>After which running time it is stopped; <see langword="null"/> when it has no limit.</summary>
    public TimeSpan? MaxRuntime { get; init; }

    /// <summary>The last value of each metric.</summary>
    public IReadOnlyDictionary<string, double> Metric { get; init; } = EmptyOf<double>.Dictionary;

    /// <summary>The patterns by which metrics are read from its log: name and regular expression.</summary>
    public IReadOnlyDictionary<string, string> MetricPattern { get; init; } = EmptyOf<string>.Dictionary;

    /// <summary>The tags (labels) it carries.</summary>
    public IReadOnlyDictionary<string, string> Tag { get; init; } = EmptyOf<string>.Dictionary;

    /// <summary>The region or location that it runs in; the machine's name for a local job.</summary>
    public string Region { get; init; } = "";

    /// <summary>The tuning job that started it; empty when none did.</summary>
    public string TuningJobName { get; init; } = "";

    /// <summary>The page of the provider's console that shows it; for a local job, its folder.</summary>
    public string ConsoleUri { get; init; } = "";

    /// <summary>The provider's own document.</summary>
    public object? Raw { get; init; }

    /// <summary>The provider and the name, which is what a person calls a job.</summary>
    /// <returns><c>Local/digits-1</c>.</returns>
    public override string ToString() => $"{Provider}/{Name}";

    private static class EmptyOf<T>
    {
        public static readonly IReadOnlyDictionary<string, T> Dictionary = new Dictionary<string, T>();
    }
}
