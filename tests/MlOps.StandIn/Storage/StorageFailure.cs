namespace MlOps.StandIn.Storage;

/// <summary>An operation fails as the store lets it fail.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">S3's code, or Google's reason.</param>
/// <param name="message">What is said.</param>
internal sealed class StorageFailure(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>Headers of the answer.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>S3: elements of the answer beside those that every error has.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];
}
