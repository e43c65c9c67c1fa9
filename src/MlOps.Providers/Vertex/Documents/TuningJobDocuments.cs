using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Providers.Vertex.Documents;

/// <summary>A tuning job: what <c>hyperparameterTuningJobs.create</c> takes, and what it, <c>get</c> and <c>list</c> give. The trials come with <c>get</c> only.</summary>
internal sealed record TuningJobDocument
{
    /// <summary>The resource name.</summary>
    public string? Name { get; init; }

    public string DisplayName { get; set; } = "";

    public StudySpecDocument? StudySpec { get; init; }

    public int? MaxTrialCount { get; init; }

    public int? ParallelTrialCount { get; init; }

    public int? MaxFailedTrialCount { get; init; }

    public CustomJobSpec? TrialJobSpec { get; init; }

    /// <summary>The trials, each a <see cref="TrialDocument"/>, as the service gave it.</summary>
    public IReadOnlyList<JsonElement>? Trials { get; init; }

    public string? State { get; init; }

    public DateTimeOffset? CreateTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? UpdateTime { get; init; }

    public RpcStatus? Error { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public EncryptionSpec? EncryptionSpec { get; init; }
}

internal sealed record StudySpecDocument
{
    public IReadOnlyList<StudyMetric>? Metrics { get; init; }

    public IReadOnlyList<StudyParameter>? Parameters { get; init; }

    public string? Algorithm { get; init; }

    public AutomatedStopping? MedianAutomatedStoppingSpec { get; init; }

    public AutomatedStopping? DecayCurveStoppingSpec { get; init; }

    public string? MeasurementSelectionType { get; init; }
}

/// <summary>A rule that ends trials. Of steps or, where it says so, of time.</summary>
internal sealed record AutomatedStopping
{
    public bool? UseElapsedDuration { get; init; }
}

/// <summary>A parameter, with one of the four kinds of values, and those that depend on it.</summary>
internal sealed record StudyParameter
{
    public string ParameterId { get; set; } = "";

    public DoubleValues? DoubleValueSpec { get; init; }

    public IntegerValues? IntegerValueSpec { get; init; }

    public CategoricalValues? CategoricalValueSpec { get; init; }

    public DiscreteValues? DiscreteValueSpec { get; init; }

    public string? ScaleType { get; init; }

    public IReadOnlyList<ConditionalParameter>? ConditionalParameterSpecs { get; init; }
}

internal sealed record DoubleValues
{
    public double MinValue { get; init; }

    public double MaxValue { get; init; }
}

// 64 bits, which this mapping writes as texts.
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
internal sealed record IntegerValues
{
    public long MinValue { get; init; }

    public long MaxValue { get; init; }
}

internal sealed record CategoricalValues
{
    public IReadOnlyList<string>? Values { get; init; }
}

internal sealed record DiscreteValues
{
    public IReadOnlyList<double>? Values { get; init; }
}

/// <summary>A parameter that applies when the one that it is written in has one of some values.</summary>
internal sealed record ConditionalParameter
{
    public CategoricalValues? ParentCategoricalValues { get; init; }

    public WholeValues? ParentIntValues { get; init; }

    public DiscreteValues? ParentDiscreteValues { get; init; }

    public StudyParameter? ParameterSpec { get; init; }
}

internal sealed record WholeValues
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public IReadOnlyList<long>? Values { get; init; }
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
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? StepCount { get; init; }

    public IReadOnlyList<MeasuredMetric>? Metrics { get; init; }
}

internal sealed record MeasuredMetric
{
    public string MetricId { get; set; } = "";

    public double Value { get; init; }
}
