using System.Text.Json;
using MlOps.Providers.Vertex.Jobs;

namespace MlOps.Providers.Vertex.Listing;

/// <summary>Custom jobs or tuning jobs: the same operations under other names.</summary>
/// <param name="Kind">What kind of jobs they are.</param>
/// <param name="Collection">What the service calls them.</param>
internal sealed record VertexFamily(MlJobKind Kind, string Collection)
{
    /// <summary>Training jobs.</summary>
    public static VertexFamily Training { get; } = new(MlJobKind.Training, "customJobs");

    /// <summary>Tuning jobs.</summary>
    public static VertexFamily Tuning { get; } = new(MlJobKind.Tuning, "hyperparameterTuningJobs");

    /// <summary>The family of a kind.</summary>
    public static VertexFamily Of(MlJobKind kind) => kind == MlJobKind.Tuning ? Tuning : Training;

    /// <summary>Reads a document.</summary>
    public MlJob Read(JsonElement document) => Kind == MlJobKind.Tuning ? TuningJobMapping.ToJob(document) : CustomJobMapping.ToJob(document);
}
