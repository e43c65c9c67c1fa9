namespace MlOps.Providers.Vertex;

/// <summary>What the provider is called, for those parts of it that need no more than that.</summary>
internal static class VertexName
{
    public const string Provider = "Vertex";
}
