namespace MlOps.StandIn.Storage;

/// <summary>A request that a store has answered.</summary>
/// <param name="Service"><c>S3</c> or <c>Storage</c>.</param>
/// <param name="Operation">What it was.</param>
/// <param name="Method">GET, PUT …</param>
/// <param name="RawTarget">Path and query, as they were sent.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object.</param>
/// <param name="Range">The header <c>Range</c>, or <c>Content-Range</c> of an upload; null for none.</param>
public sealed record StorageCall(string Service, string Operation, string Method, string RawTarget, string Bucket, string Key, string? Range)
{
    /// <summary>The answer's status; 0 while there is none, and for ever when the connection was cut before its end.</summary>
    public int Status { get; internal set; }

    /// <summary>How many bytes of the answer's body were sent.</summary>
    public long Sent { get; internal set; }

    /// <summary>All headers of the request but the secret ones.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
