namespace MlOps;

/// <summary>One object of a store as it was listed or described.</summary>
public sealed record StoredObject
{
    /// <summary>Where it is.</summary>
    public required ObjectLocation Location { get; init; }

    /// <summary>Its size in bytes, as it is stored: an object with a content encoding counts encoded.</summary>
    public required long Size { get; init; }

    /// <summary>When it was last written.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>What changes whenever the content does: S3's ETag, Cloud Storage's generation, a file's size and time. Empty when nobody knows.</summary>
    public string Version { get; init; } = "";

    /// <summary>The checksums that are known. A list may give fewer than <see cref="IObjectStore.DescribeAsync"/>.</summary>
    public IReadOnlyList<ObjectChecksum> Checksums { get; init; } = [];

    /// <summary>How the stored bytes are encoded, such as <c>gzip</c>; empty for not at all. The bytes are transferred as they are stored.</summary>
    public string ContentEncoding { get; init; } = "";
}
