using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Shows a training job of Vertex AI as every provider's jobs are shown.</summary>
internal static class CustomJobMapping
{
    /// <summary>Makes a job of a document of any age: what it does not say is left empty.</summary>
    /// <param name="document">The document.</param>
    /// <param name="raw">The document as the service gave it.</param>
    /// <param name="location">The region that was asked, for a document without a resource name.</param>
    /// <param name="tuningJobName">The name of the tuning job that started it. The document does not say it: only a tuning job's trials name their jobs.</param>
    /// <returns>The job.</returns>
    public static MlJob ToJob(CustomJobDocument document, object? raw, string location, string tuningJobName = "")
    {
        var container = JobContainer.Of(document.JobSpec, document.DisplayName);
        var machines = JobMachines.Of(document.JobSpec);
        var status = VertexStatus.Of(document.State, document.EndTime);
        return new()
        {
            Provider = VertexProvider.ProviderName,
            Name = TerminalText.Clean(document.DisplayName),
            Id = document.Name ?? "",
            Kind = MlJobKind.Training,
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
            OutputUri = JobFolders.Output(document.JobSpec),
            CheckpointUri = JobFolders.Checkpoints(document.JobSpec),
            InstanceType = machines.InstanceType,
            InstanceCount = machines.InstanceCount,
            Accelerator = machines.Accelerator,
            AcceleratorCount = machines.AcceleratorCount,
            Spot = JobSchedule.IsSpot(document.JobSpec),
            MaxRuntime = document.JobSpec?.Scheduling?.Timeout,
            MetricPattern = container.MetricPatterns,
            Tag = document.Labels ?? new Dictionary<string, string>(),
            Region = VertexResource.Parse(document.Name)?.Location ?? location,
            TuningJobName = TerminalText.Clean(tuningJobName),
            ConsoleUri = VertexConsole.Job(document.Name),
            Raw = raw,
        };
    }
}
