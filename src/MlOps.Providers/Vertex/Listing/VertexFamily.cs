using System.Text.Json;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Jobs;

namespace MlOps.Providers.Vertex.Listing;

/// <summary>Custom jobs or tuning jobs: the same operations under other names.</summary>
/// <param name="Kind">What kind of jobs they are.</param>
/// <param name="Collection">What the service calls them.</param>
/// <param name="Word">What one is called here.</param>
/// <param name="JobMember">The member of its document that says what runs.</param>
internal sealed record VertexFamily(MlJobKind Kind, string Collection, string Word, string JobMember)
{
    /// <summary>Training jobs.</summary>
    public static VertexFamily Training { get; } = new(MlJobKind.Training, "customJobs", "job", "jobSpec");

    /// <summary>Tuning jobs.</summary>
    public static VertexFamily Tuning { get; } = new(MlJobKind.Tuning, "hyperparameterTuningJobs", "tuning job", "trialJobSpec");

    /// <summary>The family of a kind.</summary>
    public static VertexFamily Of(MlJobKind kind) => kind == MlJobKind.Tuning ? Tuning : Training;

    /// <summary>Reads a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="location">The location that it was asked for in.</param>
    /// <returns>The job.</returns>
    public MlJob Read(JsonElement document, string location) => Kind == MlJobKind.Tuning
        ? TuningJobMapping.ToJob(document.Deserialize(VertexJson.Default.TuningJobDocument)!, PlainJson.Of(document), location)
        : CustomJobMapping.ToJob(document.Deserialize(VertexJson.Default.CustomJobDocument)!, PlainJson.Of(document), location);
}
