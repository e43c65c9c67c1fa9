namespace MlOps.Providers.S3;

/// <summary>One request, before it has an address and a signature.</summary>
/// <param name="method">GET, PUT …</param>
/// <param name="permission">The action that it needs, as IAM calls it: <c>GetObject</c>.</param>
/// <param name="target">The object; a bucket, when the key is empty.</param>
/// <param name="parameters">What the query says.</param>
internal sealed class S3Request(HttpMethod method, string permission, ObjectLocation target, params (string Name, string Value)[] parameters)
{
    /// <summary>GET, PUT …</summary>
    public HttpMethod Method => method;

    /// <summary>The action that it needs.</summary>
    public string Permission => permission;

    /// <summary>The object, or the bucket.</summary>
    public ObjectLocation Target => target;

    /// <summary>What the query says, escaped.</summary>
    public string Query { get; } = S3Escape.Query(parameters);

    /// <summary>Headers that are signed; names in lower case.</summary>
    public List<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What is sent; <see langword="null"/> for nothing.</summary>
    public S3Body? Body { get; init; }

    /// <summary>Whether an earlier try may have done what is asked for, and its answer was lost.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>How long the service may be silent before the connection counts as dead; <see langword="null"/> for as long as usual.</summary>
    public TimeSpan? Patience { get; init; }
}
