namespace MlOps;

/// <summary>A place in a store.</summary>
/// <param name="Scheme">What its address begins with: <c>s3://</c>, <c>gs://</c>, <c>file://</c>.</param>
/// <param name="Bucket">The bucket; in a folder of this machine, the full path of the folder that keys count from.</param>
/// <param name="Key">The object's key, or the prefix of several; empty for the whole bucket.</param>
public readonly record struct ObjectLocation(string Scheme, string Bucket, string Key)
{
    /// <summary>The place as a folder: a prefix that no other folder has.</summary>
    public ObjectLocation Folder => Key.Length == 0 || Key.EndsWith('/') ? this : this with { Key = Key + "/" };

    /// <summary>Reads an address such as <c>s3://bucket/key</c>.</summary>
    /// <param name="scheme">What it has to begin with.</param>
    /// <param name="uri">The address.</param>
    /// <returns>The place; <see langword="null"/> when it is none of this scheme.</returns>
    public static ObjectLocation? Parse(string scheme, string? uri)
    {
        if (uri is null || !uri.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var (bucket, key) = uri[scheme.Length..].Split('/', 2) is [var first, var rest] ? (first, rest) : (uri[scheme.Length..], "");
        return bucket.Length == 0 ? null : new(scheme, bucket, key);
    }

    /// <summary>The address.</summary>
    /// <returns><c>s3://bucket/key</c>.</returns>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
