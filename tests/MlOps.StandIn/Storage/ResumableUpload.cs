namespace MlOps.StandIn.Storage;

/// <summary>An upload to Cloud Storage that may come in several requests.</summary>
internal sealed class ResumableUpload(string bucket, string name, ObjectDraft draft, BodySink sink, DateTimeOffset begun)
{
    /// <summary>One request at a time goes on with it.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public string Bucket => bucket;

    public string Name => name;

    public ObjectDraft Draft => draft;

    public BodySink Sink => sink;

    public DateTimeOffset Begun => begun;

    /// <summary>The checksums that were said when it began.</summary>
    public string? Crc32C { get; init; }

    public string? Md5 { get; init; }

    /// <summary>The size that was said when it began.</summary>
    public long? Size { get; set; }

    /// <summary>The address with which it began, whose conditions hold at its end.</summary>
    public required StorageTarget Conditions { get; init; }

    /// <summary>The object, once it is complete.</summary>
    public TableObject? Written { get; set; }

    /// <summary>Whether it was cancelled, or ended in a failure that cannot be mended.</summary>
    public bool IsOver { get; set; }
}
