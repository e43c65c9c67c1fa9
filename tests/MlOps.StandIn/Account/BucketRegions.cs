using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Account;

/// <summary>The buckets of an account by name, each with its region.</summary>
public sealed class BucketRegions
{
    private readonly ObjectTable _table;

    internal BucketRegions(ObjectTable table) => _table = table;

    /// <summary>The region of a bucket. Setting it makes the bucket when there is none.</summary>
    public string this[string name]
    {
        get => _table.Find(name)?.Region ?? throw new KeyNotFoundException($"There is no bucket {name}.");
        set => _table.AddBucket(name, value).Region = value;
    }
}
