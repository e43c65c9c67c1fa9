namespace MlOps.Providers.SageMaker.Documents;

/// <summary>A tuning job as <c>DescribeHyperParameterTuningJob</c> and <c>Search</c> give it; the tags come with <c>Search</c> only.</summary>
internal sealed record TuningJobDocument
{
    public string HyperParameterTuningJobName { get; set; } = "";

    public string HyperParameterTuningJobArn { get; set; } = "";

    public string HyperParameterTuningJobStatus { get; set; } = "";

    public HyperParameterTuningJobConfig? HyperParameterTuningJobConfig { get; init; }

    public TrainingJobDefinition? TrainingJobDefinition { get; init; }

    public IReadOnlyList<TrainingJobDefinition>? TrainingJobDefinitions { get; init; }

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset? HyperParameterTuningEndTime { get; init; }

    public DateTimeOffset? LastModifiedTime { get; init; }

    public TrainingJobStatusCounters? TrainingJobStatusCounters { get; init; }

    public TrainingJobSummaryOfTuning? BestTrainingJob { get; init; }

    public TrainingJobSummaryOfTuning? OverallBestTrainingJob { get; init; }

    public string? FailureReason { get; init; }

    public IReadOnlyList<Tag>? Tags { get; init; }
}

internal sealed record HyperParameterTuningJobConfig
{
    public string? Strategy { get; init; }

    public TuningObjective? HyperParameterTuningJobObjective { get; init; }

    public ResourceLimits? ResourceLimits { get; init; }
}

internal sealed record TuningObjective
{
    public string? Type { get; init; }

    public string? MetricName { get; init; }
}

internal sealed record ResourceLimits
{
    public int? MaxNumberOfTrainingJobs { get; init; }

    public int? MaxParallelTrainingJobs { get; init; }
}

internal sealed record TrainingJobDefinition
{
    public string? DefinitionName { get; init; }

    public TuningObjective? TuningObjective { get; init; }

    public IReadOnlyDictionary<string, string>? StaticHyperParameters { get; init; }

    public AlgorithmSpecification? AlgorithmSpecification { get; init; }

    public IReadOnlyList<Channel>? InputDataConfig { get; init; }

    public OutputDataConfig? OutputDataConfig { get; init; }

    public ResourceConfig? ResourceConfig { get; init; }

    public HyperParameterTuningResourceConfig? HyperParameterTuningResourceConfig { get; init; }

    public StoppingCondition? StoppingCondition { get; init; }

    public bool? EnableManagedSpotTraining { get; init; }

    public CheckpointConfig? CheckpointConfig { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}

internal sealed record HyperParameterTuningResourceConfig
{
    public string? InstanceType { get; init; }

    public int? InstanceCount { get; init; }

    public IReadOnlyList<InstanceGroup>? InstanceConfigs { get; init; }
}

internal sealed record TrainingJobStatusCounters
{
    public int? Completed { get; init; }

    public int? InProgress { get; init; }

    public int? RetryableError { get; init; }

    public int? NonRetryableError { get; init; }

    public int? Stopped { get; init; }
}

internal sealed record TrainingJobSummaryOfTuning
{
    public string TrainingJobName { get; set; } = "";

    public IReadOnlyDictionary<string, string>? TunedHyperParameters { get; init; }

    public FinalObjectiveMetric? FinalHyperParameterTuningJobObjectiveMetric { get; init; }
}

internal sealed record FinalObjectiveMetric
{
    public string MetricName { get; set; } = "";

    public double Value { get; init; }
}
