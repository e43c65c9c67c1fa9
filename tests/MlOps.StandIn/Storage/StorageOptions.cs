namespace MlOps.StandIn.Storage;

/// <summary>How a store behaves. All can be changed while it is served.</summary>
public sealed class StorageOptions
{
    /// <summary>S3: where the server is. Requests for a bucket elsewhere are sent there. Null: it is everywhere.</summary>
    public string? Region { get; set; }

    /// <summary>The most entries of a page of a list, whatever is asked for.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>S3: what a part that is not the last has at least.</summary>
    public long MinimumPartSize { get; set; } = 5 * 1024 * 1024;

    /// <summary>S3: whether it knows CRC-64/NVME. False: requests with it are refused and objects that name no checksum get none, as with old emulators.</summary>
    public bool KnowsCrc64Nvme { get; set; } = true;

    /// <summary>Whether an MD5 is made of what is uploaded. False: ETags of S3 are no checksums and objects of Cloud Storage have no MD5, and uploads cost less.</summary>
    public bool ComputesMd5 { get; set; } = true;

    /// <summary>S3: whether what is uploaded is held against <c>x-amz-content-sha256</c>, which costs time.</summary>
    public bool ChecksPayloadHash { get; set; } = true;

    /// <summary>What becomes of the bytes that are uploaded.</summary>
    public BodyKeeping Bodies { get; set; }

    /// <summary>Where the bytes go that are not kept in memory. Null: a folder for temporary files.</summary>
    public string? BodiesFolder { get; set; }

    /// <summary>How many bytes that were uploaded are in memory when further ones are put on disk instead.</summary>
    public long MemoryLimit { get; set; } = 8L * 1024 * 1024 * 1024;

    /// <summary>What each request takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Bytes of bodies in a second, all connections together, each direction for itself. Null: no limit.</summary>
    public long? BytesPerSecond { get; set; }

    /// <summary>Bytes of a body in a second and request. Null: no limit.</summary>
    public long? BytesPerSecondOfRequest { get; set; }

    /// <summary>Whether requests without credentials are refused.</summary>
    public bool RequireAuthorization { get; set; }

    /// <summary>Cloud Storage: the number of the project that buckets belong to.</summary>
    public string ProjectNumber { get; set; } = "123456789012";

    /// <summary>Cloud Storage: whether what goes wrong with the bytes of an object is said in plain words, as the service does, and not in JSON.</summary>
    public bool SaysMediaErrorsPlainly { get; set; } = true;

    /// <summary>Cloud Storage: how long an unfinished upload is known.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);
}
