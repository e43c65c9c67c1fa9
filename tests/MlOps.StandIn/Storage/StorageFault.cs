namespace MlOps.StandIn.Storage;

/// <summary>Something that goes wrong with some requests of a store.</summary>
public sealed record StorageFault
{
    /// <summary>What goes wrong.</summary>
    public required StorageFaultKind Kind { get; init; }

    /// <summary>The operations that it meets, as a pattern with <c>*</c>: <c>GetObject</c>, <c>objects.*</c>.</summary>
    public string Operation { get; init; } = "*";

    /// <summary>The buckets, as a pattern.</summary>
    public string Bucket { get; init; } = "*";

    /// <summary>The keys, as a pattern in which <c>*</c> stands for slashes too.</summary>
    public string Key { get; init; } = "*";

    /// <summary>How many requests pass before the first that it meets.</summary>
    public int After { get; init; }

    /// <summary>How many requests it meets; null: all.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>How probable it is that it meets a request.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The status of <see cref="StorageFaultKind.Status"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>S3's code or Google's reason; what the store has for the status when nothing is said.</summary>
    public string? Code { get; init; }

    /// <summary>Seconds in a header <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>At which byte of the body; at any when nothing is said.</summary>
    public long? At { get; init; }

    /// <summary>How long something takes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The bytes in a second of <see cref="StorageFaultKind.Slow"/>.</summary>
    public long BytesPerSecond { get; init; } = 64 * 1024;
}
