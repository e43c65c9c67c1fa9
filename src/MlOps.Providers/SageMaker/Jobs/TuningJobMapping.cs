using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>Shows a tuning job of SageMaker as every provider's jobs are shown. Of several definitions, the first one speaks.</summary>
internal static class TuningJobMapping
{
    /// <summary>Makes a job of a document of any age: what it does not say is left empty.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tags">The job's tags, where they were asked for; those in the document count too.</param>
    /// <param name="raw">The document as the service gave it.</param>
    /// <param name="region">The region that was asked, for a document without an ARN.</param>
    /// <returns>The job.</returns>
    public static MlTuningJob ToJob(TuningJobDocument document, IReadOnlyDictionary<string, string>? tags, object? raw, string region)
    {
        var definitions = Definitions(document);
        var first = definitions.Count > 0 ? definitions[0] : null;
        var config = document.HyperParameterTuningJobConfig;
        var objective = config?.HyperParameterTuningJobObjective ?? first?.TuningObjective;
        var best = document.OverallBestTrainingJob ?? document.BestTrainingJob;
        var status = SageMakerStatus.OfTuning(document);
        var resources = JobResources.Of(definitions);
        var name = TerminalText.Clean(document.HyperParameterTuningJobName);
        var call = JobCall.Of(first?.AlgorithmSpecification, first?.Environment);
        var code = JobCode.Of(call.Entrypoint, first?.InputDataConfig);
        var paths = call.Paths(code.OtherChannels);
        var (hyperparameters, arguments) = call.Read(first?.StaticHyperParameters, document.HyperParameterTuningJobName, paths);
        var counters = document.TrainingJobStatusCounters;
        region = SageMakerArn.Region(document.HyperParameterTuningJobArn, region);
        return new()
        {
            Provider = SageMakerProvider.ProviderName,
            Name = name,
            Id = document.HyperParameterTuningJobArn,
            Kind = MlJobKind.Tuning,
            Status = status,
            ProviderStatus = TerminalText.Clean(document.HyperParameterTuningJobStatus),
            StatusMessage = TerminalText.Clean(document.FailureReason ?? ""),
            CreatedAt = document.CreationTime,

            // It says nothing of a start: it starts its first trials when it is created.
            StartedAt = document.CreationTime,
            EndedAt = document.HyperParameterTuningEndTime ?? (status.IsEnded() ? document.LastModifiedTime : null),
            Image = JobParts.Image(first?.AlgorithmSpecification),
            Command = TrainingContract.Collapse(code.Command, document.HyperParameterTuningJobName, paths),
            Argument = arguments,
            Hyperparameter = hyperparameters,
            InputData = JobParts.InputData(code.OtherChannels),
            SourceUri = code.Uri,
            Environment = JobParts.Environment(first?.Environment, document.HyperParameterTuningJobName, paths),
            OutputUri = first?.OutputDataConfig?.S3OutputPath ?? "",
            CheckpointUri = first?.CheckpointConfig?.S3Uri ?? "",
            InstanceType = resources.InstanceType,
            InstanceCount = resources.InstanceCount,
            Accelerator = resources.Accelerator,
            AcceleratorCount = resources.AcceleratorCount,
            Spot = first?.EnableManagedSpotTraining ?? false,
            MaxRuntime = JobParts.MaxRuntime(first?.StoppingCondition),
            Metric = Metrics(best),
            MetricPattern = JobParts.MetricPatterns(first?.AlgorithmSpecification),
            Tag = JobParts.Tags(tags, document.Tags),
            Region = region,
            ConsoleUri = SageMakerConsole.TuningJob(region, name),
            Raw = raw,
            Objective = TerminalText.Clean(objective?.MetricName ?? ""),
            Goal = objective?.Type == "Maximize" ? MlGoal.Maximize : MlGoal.Minimize,
            BestTrial = best is null || best.TrainingJobName.Length == 0 ? null : new TrialMapping(document, region).ToTrial(best, null, null),
            MaxTrials = config?.ResourceLimits?.MaxNumberOfTrainingJobs,
            MaxParallel = config?.ResourceLimits?.MaxParallelTrainingJobs,
            RunningTrials = counters?.InProgress ?? 0,
            SucceededTrials = counters?.Completed ?? 0,
            FailedTrials = (counters?.RetryableError ?? 0) + (counters?.NonRetryableError ?? 0),
            StoppedTrials = counters?.Stopped ?? 0,
        };
    }

    /// <summary>The definitions of a tuning job's trials.</summary>
    public static IReadOnlyList<TrainingJobDefinition> Definitions(TuningJobDocument document) =>
        document.TrainingJobDefinition is { } single ? [single] : document.TrainingJobDefinitions ?? [];

    private static Dictionary<string, double> Metrics(TrainingJobSummaryOfTuning? best) =>
        best?.FinalHyperParameterTuningJobObjectiveMetric is { MetricName.Length: > 0 } metric
            ? new(StringComparer.Ordinal) { [TerminalText.Clean(metric.MetricName)] = metric.Value }
            : new(StringComparer.Ordinal);
}
