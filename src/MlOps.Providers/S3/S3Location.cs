namespace MlOps.Providers.S3;

/// <summary>A place in S3.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, or the prefix of several; empty for the whole bucket.</param>
internal readonly record struct S3Location(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    /// <summary>Reads an address such as <c>s3://bucket/key</c>.</summary>
    /// <param name="uri">The address.</param>
    /// <returns>The place; <see langword="null"/> when it is none in S3.</returns>
    public static S3Location? Parse(string? uri)
    {
        if (uri is null || !uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = uri[Scheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? path : path[..slash];
        return bucket.Length == 0 ? null : new(bucket, slash < 0 ? "" : path[(slash + 1)..]);
    }

    /// <summary>The folder of this name below, as a prefix that no other folder has.</summary>
    public S3Location Folder => Key.Length == 0 || Key.EndsWith('/') ? this : this with { Key = Key + "/" };

    /// <summary>The address.</summary>
    /// <returns><c>s3://bucket/key</c>.</returns>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
