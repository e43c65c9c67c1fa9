namespace MlOps.Providers.Vertex.Requests;

/// <summary>What Vertex AI calls a parameter: the name without the hyphens that its flag begins with, because the service writes two of its own before it.</summary>
internal static class ParameterIds
{
    /// <summary>The identifier of a parameter.</summary>
    /// <param name="name">Its name in the space.</param>
    public static string Of(string name) => name.TrimStart('-') is { Length: > 0 } id ? id : name;
}
