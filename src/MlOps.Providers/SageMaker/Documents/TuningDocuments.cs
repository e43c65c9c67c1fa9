using System.Text.Json;

namespace MlOps.Providers.SageMaker.Documents;

/// <summary>What <c>CreateHyperParameterTuningJob</c> takes.</summary>
internal sealed record CreateTuningJobRequest
{
    public required string HyperParameterTuningJobName { get; init; }

    public required HyperParameterTuningJobConfig HyperParameterTuningJobConfig { get; init; }

    public TrainingJobDefinition? TrainingJobDefinition { get; init; }

    public IReadOnlyList<TrainingJobDefinition>? TrainingJobDefinitions { get; init; }

    public WarmStartConfig? WarmStartConfig { get; init; }

    public IReadOnlyList<Tag>? Tags { get; init; }
}

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

    public StrategyConfig? StrategyConfig { get; init; }

    public TuningObjective? HyperParameterTuningJobObjective { get; init; }

    public ResourceLimits? ResourceLimits { get; init; }

    public ParameterRanges? ParameterRanges { get; init; }

    public string? TrainingJobEarlyStoppingType { get; init; }

    public TuningJobCompletionCriteria? TuningJobCompletionCriteria { get; init; }

    public int? RandomSeed { get; init; }
}

internal sealed record StrategyConfig(HyperbandStrategyConfig? HyperbandStrategyConfig);

internal sealed record HyperbandStrategyConfig
{
    public int? MinResource { get; init; }

    public int? MaxResource { get; init; }
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

    public int? MaxRuntimeInSeconds { get; init; }
}

internal sealed record ParameterRanges
{
    public IReadOnlyList<NumberRange>? IntegerParameterRanges { get; init; }

    public IReadOnlyList<NumberRange>? ContinuousParameterRanges { get; init; }

    public IReadOnlyList<CategoricalRange>? CategoricalParameterRanges { get; init; }
}

internal sealed record NumberRange
{
    public string Name { get; set; } = "";

    public string MinValue { get; set; } = "";

    public string MaxValue { get; set; } = "";

    public string? ScalingType { get; init; }
}

internal sealed record CategoricalRange
{
    public string Name { get; set; } = "";

    public IReadOnlyList<string> Values { get; set; } = [];
}

internal sealed record TuningJobCompletionCriteria
{
    public double? TargetObjectiveMetricValue { get; init; }

    public BestObjectiveNotImproving? BestObjectiveNotImproving { get; init; }

    public ConvergenceDetected? ConvergenceDetected { get; init; }
}

internal sealed record BestObjectiveNotImproving(int? MaxNumberOfTrainingJobsNotImproving);

internal sealed record ConvergenceDetected(string? CompleteOnConvergence);

internal sealed record WarmStartConfig(IReadOnlyList<ParentTuningJob> ParentHyperParameterTuningJobs, string WarmStartType);

internal sealed record ParentTuningJob(string HyperParameterTuningJobName);

internal sealed record TrainingJobDefinition : TrainingSettings
{
    public string? DefinitionName { get; init; }

    public TuningObjective? TuningObjective { get; init; }

    public ParameterRanges? HyperParameterRanges { get; init; }

    public IReadOnlyDictionary<string, string>? StaticHyperParameters { get; init; }

    public HyperParameterTuningResourceConfig? HyperParameterTuningResourceConfig { get; init; }
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

/// <summary>Asks for the trials of a tuning job.</summary>
internal sealed record ListTrialsRequest(string HyperParameterTuningJobName)
{
    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }
}

/// <summary>One page of trials. The documents stay as they came, so that nothing of them is lost.</summary>
internal sealed record ListTrialsResponse
{
    public IReadOnlyList<JsonElement>? TrainingJobSummaries { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record TrainingJobSummaryOfTuning
{
    public string? TrainingJobDefinitionName { get; init; }

    public string TrainingJobName { get; set; } = "";

    public string TrainingJobArn { get; set; } = "";

    public string? TuningJobName { get; init; }

    public DateTimeOffset? CreationTime { get; init; }

    public DateTimeOffset? TrainingStartTime { get; init; }

    public DateTimeOffset? TrainingEndTime { get; init; }

    public string TrainingJobStatus { get; set; } = "";

    public IReadOnlyDictionary<string, string>? TunedHyperParameters { get; init; }

    public string? FailureReason { get; init; }

    public FinalObjectiveMetric? FinalHyperParameterTuningJobObjectiveMetric { get; init; }

    public string? ObjectiveStatus { get; init; }
}

internal sealed record FinalObjectiveMetric
{
    public string MetricName { get; set; } = "";

    public double Value { get; init; }
}
