namespace MlOps.Providers.Gcs;

/// <summary>A place in Cloud Storage.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Name">The object's name, or the prefix of several; empty for the whole bucket.</param>
internal readonly record struct GcsLocation(string Bucket, string Name)
{
    private const string Scheme = "gs://";

    /// <summary>Reads an address such as <c>gs://bucket/name</c>.</summary>
    /// <param name="uri">The address.</param>
    /// <returns>The place; <see langword="null"/> when it is none in Cloud Storage.</returns>
    public static GcsLocation? Parse(string? uri)
    {
        if (uri is null || !uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var (bucket, name) = uri[Scheme.Length..].Split('/', 2) is [var first, var rest] ? (first, rest) : (uri[Scheme.Length..], "");
        return bucket.Length == 0 ? null : new(bucket, name);
    }

    /// <summary>The address.</summary>
    /// <returns><c>gs://bucket/name</c>.</returns>
    public override string ToString() => $"{Scheme}{Bucket}/{Name}";
}
