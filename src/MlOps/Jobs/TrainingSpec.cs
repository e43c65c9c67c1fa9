namespace MlOps;

/// <summary>A training job as its user means it, in no provider's words. A provider turns it into its own request by a pure function.</summary>
public sealed record TrainingSpec
{
    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>The container image; <see langword="null"/> for a plain process where the provider can run one.</summary>
    public string? Image { get; init; }

    /// <summary>The program and its leading arguments; empty for the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The hyperparameters, in the order in which they are rendered.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Hyperparameters { get; init; } = [];

    /// <summary>How hyperparameters become arguments.</summary>
    public ArgumentStyle ArgumentStyle { get; init; }

    /// <summary>The arguments after the hyperparameters.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The input channels: name and where the data is (a path, <c>s3://</c>, <c>gs://</c>).</summary>
    public IReadOnlyDictionary<string, string> InputData { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The folder with the code that the command is run in: a full path of this machine, or the address of a store where the provider can read it. <see langword="null"/> when the image, or the
    /// machine, has the code.
    /// </summary>
    public string? SourceDirectory { get; init; }

    /// <summary>Environment variables for the training code. Placeholders in the values are expanded.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that a relative path or a plain process starts from.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The machine type, in the provider's word.</summary>
    public string? InstanceType { get; init; }

    /// <summary>How many machines (local: processes).</summary>
    public int InstanceCount { get; init; } = 1;

    /// <summary>The accelerator that each machine shall have, such as <c>A100</c>.</summary>
    public string? Accelerator { get; init; }

    /// <summary>How many accelerators each machine shall have.</summary>
    public int? AcceleratorCount { get; init; }

    /// <summary>Whether spot (preemptible) capacity may be used.</summary>
    public bool Spot { get; init; }

    /// <summary>After which running time the job is stopped; <see langword="null"/> for the provider's default.</summary>
    public TimeSpan? MaxRuntime { get; init; }

    /// <summary>For how long the job may wait for spot capacity and run together; <see langword="null"/> for the provider's default.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>How often the job is started again after a fault of the provider's own; <see langword="null"/> for never.</summary>
    public int? Retries { get; init; }

    /// <summary>For how long the machines are kept for another job after this one; <see langword="null"/> for not at all.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>The disk of each machine, in bytes; <see langword="null"/> for the provider's default.</summary>
    public long? VolumeSize { get; init; }

    /// <summary>Whom the job acts as: a role's ARN, a service account; <see langword="null"/> for the one in the settings.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>The subnets that the job runs in; empty for none of one's own.</summary>
    public IReadOnlyList<string> Subnets { get; init; } = [];

    /// <summary>The security groups (firewalls) of the job in its subnets.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    /// <summary>The key that disks and results are encrypted with; <see langword="null"/> for the provider's own.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>Whether what the machines of the job send each other is encrypted.</summary>
    public bool EncryptTraffic { get; init; }

    /// <summary>Whether the training code is kept from the network.</summary>
    public bool IsolateNetwork { get; init; }

    /// <summary>How metrics are read from the log: name and regular expression with one group for the value.</summary>
    public IReadOnlyDictionary<string, string> MetricPatterns { get; init; } = new Dictionary<string, string>();

    /// <summary>The tags (labels) to put on the job.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What the uniform surface does not name, merged into the provider's request untouched.</summary>
    public IReadOnlyDictionary<string, object?> ProviderOptions { get; init; } = new Dictionary<string, object?>();
}
