using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>Shows a training job of SageMaker as every provider's jobs are shown.</summary>
internal static class TrainingJobMapping
{
    /// <summary>Makes a job of a document of any age: what it does not say is left empty.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tags">The job's tags, where they were asked for; those in the document count too.</param>
    /// <param name="raw">The document as the service gave it.</param>
    /// <param name="region">The region that was asked, for a document without an ARN.</param>
    /// <returns>The job.</returns>
    public static MlJob ToJob(TrainingJobDocument document, IReadOnlyDictionary<string, string>? tags, object? raw, string region)
    {
        var algorithm = document.AlgorithmSpecification;
        var status = SageMakerStatus.OfTraining(document);
        var resources = JobResources.Of(document.ResourceConfig);
        var call = JobCall.Of(algorithm, document.Environment);
        var code = JobCode.Of(call.Entrypoint, document.InputDataConfig);
        var paths = call.Paths(code.OtherChannels);
        var name = TerminalText.Clean(document.TrainingJobName);
        var (hyperparameters, arguments) = call.Read(document.HyperParameters, document.TrainingJobName, paths);
        region = SageMakerArn.Region(document.TrainingJobArn, region);
        return new()
        {
            Provider = SageMakerProvider.ProviderName,
            Name = name,
            Id = document.TrainingJobArn,
            Kind = MlJobKind.Training,
            Status = status,
            ProviderStatus = TerminalText.Clean(string.IsNullOrEmpty(document.SecondaryStatus) ? document.TrainingJobStatus : document.SecondaryStatus),
            StatusMessage = TerminalText.Clean(Message(document, status)),
            CreatedAt = document.CreationTime,
            StartedAt = document.TrainingStartTime,
            EndedAt = document.TrainingEndTime ?? (status.IsEnded() ? document.LastModifiedTime : null),
            Image = JobParts.Image(algorithm),
            Command = TrainingContract.Collapse(code.Command, document.TrainingJobName, paths),
            Argument = arguments,
            Hyperparameter = hyperparameters,
            InputData = JobParts.InputData(code.OtherChannels),
            SourceUri = code.Uri,
            Environment = JobParts.Environment(document.Environment, document.TrainingJobName, paths),
            OutputUri = OutputUri(document),
            CheckpointUri = document.CheckpointConfig?.S3Uri ?? "",
            InstanceType = resources.InstanceType,
            InstanceCount = resources.InstanceCount,
            Accelerator = resources.Accelerator,
            AcceleratorCount = resources.AcceleratorCount,
            Spot = document.EnableManagedSpotTraining ?? false,
            MaxRuntime = JobParts.MaxRuntime(document.StoppingCondition),
            Metric = Metrics(document),
            MetricPattern = JobParts.MetricPatterns(algorithm),
            Tag = JobParts.Tags(tags, document.Tags),
            Region = region,
            TuningJobName = TerminalText.Clean(SageMakerArn.Name(document.TuningJobArn)),
            ConsoleUri = SageMakerConsole.TrainingJob(region, name),
            Raw = raw,
        };
    }

    private static string Message(TrainingJobDocument document, MlJobStatus status) =>
        !string.IsNullOrEmpty(document.FailureReason) ? document.FailureReason
        : status.IsEnded() ? ""
        : document.SecondaryStatusTransitions is [.., var last] ? last.StatusMessage ?? ""
        : "";

    private static string OutputUri(TrainingJobDocument document)
    {
        var model = document.ModelArtifacts?.S3ModelArtifacts?.TrimEnd('/');
        return !string.IsNullOrEmpty(model) && model.LastIndexOf('/') is var end and > 0 ? model[..end]
            : document.OutputDataConfig?.S3OutputPath is { Length: > 0 } path ? $"{path.TrimEnd('/')}/{document.TrainingJobName}/output"
            : "";
    }

    private static Dictionary<string, double> Metrics(TrainingJobDocument document)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var metric in document.FinalMetricDataList ?? [])
        {
            metrics[TerminalText.Clean(metric.MetricName)] = metric.Value;
        }

        return metrics;
    }
}
