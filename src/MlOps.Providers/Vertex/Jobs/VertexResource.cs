namespace MlOps.Providers.Vertex.Jobs;

/// <summary>The parts of a resource name of Vertex AI: <c>projects/123/locations/europe-west4/customJobs/456</c>.</summary>
/// <param name="Project">The project, as the service names it: by its number.</param>
/// <param name="Location">The region.</param>
/// <param name="Id">The last part.</param>
internal sealed record VertexResource(string Project, string Location, string Id)
{
    /// <summary>The parts of a name; <see langword="null"/> when the text is none.</summary>
    public static VertexResource? Parse(string? name) =>
        name?.Split('/') is ["projects", var project, "locations", var location, _, var id, ..] ? new(project, location, id) : null;
}
