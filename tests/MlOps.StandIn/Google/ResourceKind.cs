using MlOps.StandIn.Contracts;

namespace MlOps.StandIn.Google;

/// <summary>Custom jobs, tuning jobs and pipelines: what differs between them.</summary>
internal sealed class ResourceKind
{
    public static readonly ResourceKind Custom = new("CustomJob", "customJobs", "JobState", "JOB_STATE_");
    public static readonly ResourceKind Tuning = new("HyperparameterTuningJob", "hyperparameterTuningJobs", "JobState", "JOB_STATE_");
    public static readonly ResourceKind Pipeline = new("TrainingPipeline", "trainingPipelines", "PipelineState", "PIPELINE_STATE_");

    private ResourceKind(string shape, string collection, string states, string prefix) =>
        (Shape, Collection, Prefix, States) = (shape, collection, prefix, [.. WireContract.Vertex.Choices(states)]);

    public string Shape { get; }

    public string Collection { get; }

    public string Prefix { get; }

    public HashSet<string> States { get; }

    /// <summary>A state as the wire has it: RUNNING is JOB_STATE_RUNNING.</summary>
    public string State(string name)
    {
        var state = name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name.ToUpperInvariant() : Prefix + name.ToUpperInvariant();
        return States.Contains(state) ? state : throw new ArgumentException($"There is no state {state}.");
    }
}
