namespace MlOps.StandIn.Storage;

/// <summary>An upload in parts that is not complete.</summary>
internal sealed record S3Upload(string Id, string Bucket, string Key, ObjectDraft Draft, DateTimeOffset Initiated)
{
    /// <summary>The parts by their numbers. Whoever reads or changes them holds a lock on it.</summary>
    public SortedDictionary<int, S3Part> Parts { get; } = [];
}
