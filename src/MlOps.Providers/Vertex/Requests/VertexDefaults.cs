namespace MlOps.Providers.Vertex.Requests;

/// <summary>What the settings say where a job says nothing. Each may be <see langword="null"/>.</summary>
/// <param name="Project">The project that jobs run in.</param>
/// <param name="Location">The region that jobs run in.</param>
/// <param name="Bucket">The bucket that jobs write to.</param>
/// <param name="ServiceAccount">The account that jobs run as.</param>
internal sealed record VertexDefaults(string? Project, string? Location, string? Bucket, string? ServiceAccount);
