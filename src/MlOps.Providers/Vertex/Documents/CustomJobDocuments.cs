using System.Text.Json.Serialization;

namespace MlOps.Providers.Vertex.Documents;

// The parts of Vertex AI's documents that MlOps reads and writes, under the vendor's own names (google.cloud.aiplatform.v1, JSON mapping of proto3). What is not named here
// is kept in the document that MlJob.Raw shows. That mapping leaves out whatever has its type's default value, so that everything can be absent.
//
// What has a value when a document does not name it is settable: the JSON generator gives every init-only property that is absent its type's default.

/// <summary>A training job: what <c>customJobs.create</c> takes, and what it, <c>get</c> and <c>list</c> give.</summary>
internal sealed record CustomJobDocument
{
    /// <summary>The resource name: <c>projects/123/locations/europe-west4/customJobs/456</c>. The service gives it.</summary>
    public string? Name { get; init; }

    public string DisplayName { get; set; } = "";

    public CustomJobSpec? JobSpec { get; init; }

    public string? State { get; init; }

    public DateTimeOffset? CreateTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? UpdateTime { get; init; }

    public RpcStatus? Error { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public EncryptionSpec? EncryptionSpec { get; init; }
}

internal sealed record CustomJobSpec
{
    public string? PersistentResourceId { get; init; }

    public IReadOnlyList<WorkerPoolSpec>? WorkerPoolSpecs { get; init; }

    public SchedulingSpec? Scheduling { get; init; }

    public string? ServiceAccount { get; init; }

    public string? Network { get; init; }

    public GcsDestination? BaseOutputDirectory { get; init; }

    public string? Tensorboard { get; init; }
}

/// <summary>Machines of one kind with one container. A pool that is left out is an empty object.</summary>
internal sealed record WorkerPoolSpec
{
    public ContainerSpec? ContainerSpec { get; init; }

    public PythonPackageSpec? PythonPackageSpec { get; init; }

    public MachineSpec? MachineSpec { get; init; }

    // 64 bits, which this mapping writes as a text.
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public long? ReplicaCount { get; init; }

    public DiskSpec? DiskSpec { get; init; }
}

internal sealed record ContainerSpec
{
    public string? ImageUri { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyList<EnvVar>? Env { get; init; }
}

internal sealed record PythonPackageSpec
{
    public string? ExecutorImageUri { get; init; }

    public string? PythonModule { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyList<EnvVar>? Env { get; init; }
}

internal sealed record EnvVar
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

internal sealed record MachineSpec
{
    public string? MachineType { get; init; }

    public string? AcceleratorType { get; init; }

    public int? AcceleratorCount { get; init; }
}

internal sealed record DiskSpec
{
    public string? BootDiskType { get; init; }

    public int? BootDiskSizeGb { get; init; }
}

internal sealed record SchedulingSpec
{
    public TimeSpan? Timeout { get; init; }

    public string? Strategy { get; init; }

    public TimeSpan? MaxWaitDuration { get; init; }
}

internal sealed record GcsDestination
{
    public string? OutputUriPrefix { get; init; }
}

internal sealed record EncryptionSpec
{
    public string? KmsKeyName { get; init; }
}

/// <summary>What went wrong (<c>google.rpc.Status</c>).</summary>
internal sealed record RpcStatus
{
    public int? Code { get; init; }

    public string? Message { get; init; }
}
