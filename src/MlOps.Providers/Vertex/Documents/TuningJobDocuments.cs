using System.Text.Json;

namespace MlOps.Providers.Vertex.Documents;

/// <summary>A tuning job as <c>hyperparameterTuningJobs.get</c> and <c>list</c> give it; the trials come with <c>get</c> only.</summary>
internal sealed record TuningJobDocument
{
    /// <summary>The resource name.</summary>
    public string? Name { get; init; }

    public string DisplayName { get; set; } = "";

    public StudySpec? StudySpec { get; init; }

    public int? MaxTrialCount { get; init; }

    public int? ParallelTrialCount { get; init; }

    public int? MaxFailedTrialCount { get; init; }

    public CustomJobSpec? TrialJobSpec { get; init; }

    public IReadOnlyList<TrialDocument>? Trials { get; init; }

    public string? State { get; init; }

    public DateTimeOffset? CreateTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? UpdateTime { get; init; }

    public RpcStatus? Error { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public EncryptionSpec? EncryptionSpec { get; init; }
}

internal sealed record StudySpec
{
    public IReadOnlyList<StudyMetric>? Metrics { get; init; }

    public string? Algorithm { get; init; }
}

internal sealed record StudyMetric
{
    public string MetricId { get; set; } = "";

    public string? Goal { get; init; }
}

internal sealed record TrialDocument
{
    public string? Name { get; init; }

    public string Id { get; set; } = "";

    public string? State { get; init; }

    public IReadOnlyList<TrialParameter>? Parameters { get; init; }

    public TrialMeasurement? FinalMeasurement { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public string? InfeasibleReason { get; init; }

    /// <summary>The resource name of the training job behind it.</summary>
    public string? CustomJob { get; init; }
}

internal sealed record TrialParameter
{
    public string ParameterId { get; set; } = "";

    /// <summary>A number for everything but a category, which is a text.</summary>
    public JsonElement Value { get; init; }
}

internal sealed record TrialMeasurement
{
    public IReadOnlyList<MeasuredMetric>? Metrics { get; init; }
}

internal sealed record MeasuredMetric
{
    public string MetricId { get; set; } = "";

    public double Value { get; init; }
}
