using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>Shows the trials of a tuning job of SageMaker as every provider's trials are shown.</summary>
internal sealed class TrialMapping
{
    private readonly TuningJobDocument _job;
    private readonly TunedValues _values;
    private readonly string _region;
    private readonly bool _stopsTrials;

    /// <param name="job">The tuning job.</param>
    /// <param name="region">The region that was asked, for a document without an ARN.</param>
    public TrialMapping(TuningJobDocument job, string region)
    {
        (_job, _values, _region) = (job, new(job), region);
        _stopsTrials = job.HyperParameterTuningJobConfig is { Strategy: "Hyperband" } or { TrainingJobEarlyStoppingType: "Auto" };
    }

    /// <summary>Makes a trial of a document of any age: what it does not say is left empty.</summary>
    /// <param name="trial">The document.</param>
    /// <param name="number">The trial's number, from one; <see langword="null"/> when it is not known.</param>
    /// <param name="raw">The document as the service gave it.</param>
    /// <returns>The trial.</returns>
    public MlTrial ToTrial(TrainingJobSummaryOfTuning trial, int? number, object? raw)
    {
        var metric = trial.FinalHyperParameterTuningJobObjectiveMetric;
        var status = Status(trial);
        return new()
        {
            Provider = SageMakerProvider.ProviderName,

            // The best of all can be one of a search that this one has begun with.
            TuningJobName = TerminalText.Clean(string.IsNullOrEmpty(trial.TuningJobName) ? _job.HyperParameterTuningJobName : trial.TuningJobName),
            Name = TerminalText.Clean(trial.TrainingJobName),
            Number = number,
            Id = trial.TrainingJobArn,
            Status = status,
            ProviderStatus = TerminalText.Clean(trial.TrainingJobStatus),
            StatusMessage = TerminalText.Clean(Message(trial, status)),
            Hyperparameter = _values.Of(trial),
            Objective = TerminalText.Clean(string.IsNullOrEmpty(metric?.MetricName) ? Objective(trial) : metric.MetricName),
            Value = metric?.Value,
            CreatedAt = trial.CreationTime,
            StartedAt = trial.TrainingStartTime,
            EndedAt = trial.TrainingEndTime,
            Region = SageMakerArn.Region(trial.TrainingJobArn, _region),
            Raw = raw,
        };
    }

    private MlTrialStatus Status(TrainingJobSummaryOfTuning trial) => trial.TrainingJobStatus switch
    {
        "Completed" => trial switch
        {
            { FinalHyperParameterTuningJobObjectiveMetric: not null } => MlTrialStatus.Succeeded,
            { ObjectiveStatus: "Pending" } => MlTrialStatus.Running,
            _ => MlTrialStatus.Failed,
        },
        "Failed" => MlTrialStatus.Failed,
        "Stopped" => _stopsTrials ? MlTrialStatus.Pruned : MlTrialStatus.Stopped,
        "InProgress" => trial.TrainingStartTime is null ? MlTrialStatus.Pending : MlTrialStatus.Running,
        "Stopping" => MlTrialStatus.Running,
        _ => trial.TrainingEndTime is null ? MlTrialStatus.Running : MlTrialStatus.Stopped,
    };

    private string Message(TrainingJobSummaryOfTuning trial, MlTrialStatus status) =>
        !string.IsNullOrEmpty(trial.FailureReason) ? trial.FailureReason
        : status == MlTrialStatus.Failed && trial.TrainingJobStatus == "Completed" ? $"It reported no value of '{Objective(trial)}'."
        : "";

    private string Objective(TrainingJobSummaryOfTuning trial) =>
        (_job.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective
            ?? TuningJobMapping.Definitions(_job).FirstOrDefault(definition => definition.DefinitionName == trial.TrainingJobDefinitionName)?.TuningObjective)?.MetricName ?? "";
}
