using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Shows a tuning job of Vertex AI as every provider's jobs are shown. Of several metrics, the first one is the objective.</summary>
internal static class TuningJobMapping
{
    /// <summary>Makes a job of a document of any age: what it does not say is left empty. A document of a list has no trials.</summary>
    /// <param name="document">The document.</param>
    /// <param name="raw">The document as the service gave it.</param>
    /// <param name="location">The region that was asked, for a document without a resource name.</param>
    /// <returns>The job.</returns>
    public static MlTuningJob ToJob(TuningJobDocument document, object? raw, string location)
    {
        var name = TerminalText.Clean(document.DisplayName);
        var container = JobContainer.Of(document.TrialJobSpec, document.DisplayName);
        var machines = JobMachines.Of(document.TrialJobSpec);
        var status = VertexStatus.Of(document.State, document.EndTime);
        var metric = document.StudySpec?.Metrics is [var first, ..] ? first : new();

        // Where the goal is not said, theirs is to maximize.
        var goal = metric.Goal == "MINIMIZE" ? MlGoal.Minimize : MlGoal.Maximize;
        var trials = new TrialMapping(document, location).Trials();
        var best = TrialOrder.Best(trials, goal);
        return new()
        {
            Provider = VertexProvider.ProviderName,
            Name = name,
            Id = document.Name ?? "",
            Kind = MlJobKind.Tuning,
            Status = status,
            ProviderStatus = TerminalText.Clean(VertexStatus.Word(document.State)),
            StatusMessage = TerminalText.Clean(document.Error?.Message ?? ""),
            CreatedAt = document.CreateTime ?? default,
            StartedAt = document.StartTime,
            EndedAt = document.EndTime ?? (status.IsEnded() ? document.UpdateTime : null),
            Image = container.Image,
            Command = container.Command,
            Argument = container.Arguments,
            Hyperparameter = container.Hyperparameters,
            InputData = container.InputData,
            SourceUri = container.SourceUri,
            Environment = container.Environment,
            OutputUri = JobFolders.Output(document.TrialJobSpec),

            // Each trial has checkpoints of its own.
            CheckpointUri = "",
            InstanceType = machines.InstanceType,
            InstanceCount = machines.InstanceCount,
            Accelerator = machines.Accelerator,
            AcceleratorCount = machines.AcceleratorCount,
            Spot = JobSchedule.IsSpot(document.TrialJobSpec),
            MaxRuntime = document.TrialJobSpec?.Scheduling?.Timeout,
            Metric = best?.Value is { } value ? new(StringComparer.Ordinal) { [TerminalText.Clean(metric.MetricId)] = value } : new Dictionary<string, double>(),
            MetricPattern = container.MetricPatterns,
            Tag = document.Labels ?? new Dictionary<string, string>(),
            Region = VertexResource.Parse(document.Name)?.Location ?? location,
            ConsoleUri = VertexConsole.Job(document.Name),
            Raw = raw,
            Objective = TerminalText.Clean(metric.MetricId),
            Goal = goal,
            BestTrial = best,
            MaxTrials = document.MaxTrialCount,
            MaxParallel = document.ParallelTrialCount,
            RunningTrials = trials.Count(trial => trial.Status is MlTrialStatus.Pending or MlTrialStatus.Running),
            SucceededTrials = trials.Count(trial => trial.Status == MlTrialStatus.Succeeded),
            FailedTrials = trials.Count(trial => trial.Status == MlTrialStatus.Failed),
            StoppedTrials = trials.Count(trial => trial.Status is MlTrialStatus.Stopped or MlTrialStatus.Pruned),
        };
    }
}
