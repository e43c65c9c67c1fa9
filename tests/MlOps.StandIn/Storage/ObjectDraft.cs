namespace MlOps.StandIn.Storage;

/// <summary>What an object is to be beside its bytes.</summary>
public sealed record ObjectDraft
{
    /// <summary>When it was written; now when nothing is said.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Its media type; what the service takes for unknown when nothing is said.</summary>
    public string? ContentType { get; init; }

    /// <summary>How its bytes are encoded: <c>gzip</c>.</summary>
    public string ContentEncoding { get; init; } = "";

    /// <summary>Headers beside these that come back: <c>Cache-Control</c>, <c>Content-Disposition</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What users note: <c>x-amz-meta-*</c> without the prefix, or Cloud Storage's <c>metadata</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>S3: the sizes of the parts in which it was uploaded; empty for in one piece.</summary>
    public IReadOnlyList<long> PartSizes { get; init; } = [];

    /// <summary>S3: how it is encrypted. The ETag of an object with <see cref="ObjectEncryption.Kms"/> is no checksum of anything.</summary>
    public ObjectEncryption Encryption { get; init; } = ObjectEncryption.Aes256;

    /// <summary>S3: the checksum that is kept of it; null for none, as with objects from before the end of 2024.</summary>
    public ChecksumAlgorithm? Checksum { get; init; } = ChecksumAlgorithm.Crc64Nvme;

    /// <summary>S3: whether the checksum is one of the checksums of its parts.</summary>
    public bool IsChecksumComposite { get; init; }

    /// <summary>S3: the ETag without quotation marks; what the service makes of the content when nothing is said.</summary>
    public string? ETag { get; init; }

    /// <summary>Cloud Storage: how many objects it was composed of. Such an object has no MD5.</summary>
    public int? ComponentCount { get; init; }

    /// <summary>Cloud Storage: whether it has no MD5 though it was not composed.</summary>
    public bool HasNoMd5 { get; init; }
}
