using System.Collections.Concurrent;

namespace MlOps.StandIn.Storage;

/// <summary>Buckets with objects, for both stores. Safe to use while it is served.</summary>
public sealed class ObjectTable
{
    private readonly ConcurrentDictionary<string, TableBucket> _buckets = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private long _generation;

    /// <summary>An empty table.</summary>
    public ObjectTable(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;

        // As Cloud Storage's, which look like microseconds.
        _generation = Now.ToUnixTimeMilliseconds() * 1000;
    }

    /// <summary>What time it is in the table.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The buckets in the order of their names.</summary>
    public IReadOnlyList<TableBucket> Buckets => [.. _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];

    /// <summary>Adds a bucket, or finds the one that is there.</summary>
    public TableBucket AddBucket(string name, string region = "us-east-1") => _buckets.GetOrAdd(name, _ => new(this, name, region));

    /// <summary>A bucket; null when there is none.</summary>
    public TableBucket? Find(string bucket) => _buckets.GetValueOrDefault(bucket);

    /// <summary>An object as it is now; null when there is none.</summary>
    public TableObject? Find(string bucket, string key) => Find(bucket)?.Find(key);

    /// <summary>Removes a bucket with all that is in it.</summary>
    public bool RemoveBucket(string name) => _buckets.TryRemove(name, out _);

    /// <summary>Writes an object to a bucket, which is made when it is not there.</summary>
    public TableObject Put(string bucket, string key, ReadOnlyMemory<byte> content, ObjectDraft? draft = null) => AddBucket(bucket).Put(key, content, draft);

    /// <summary>Writes an object to a bucket, which is made when it is not there.</summary>
    public TableObject Put(string bucket, string key, Blob content, ObjectDraft? draft = null) => AddBucket(bucket).Put(key, content, draft);

    /// <summary>Makes a bucket of a folder's files as they are now. Their bytes are read when they are asked for.</summary>
    public TableBucket AddFolder(string bucket, string folder, ObjectDraft? draft = null)
    {
        var added = AddBucket(bucket);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            added.Put(
                Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'),
                new FileBlob(file.FullName, 0, file.Length),
                (draft ?? new()) with { LastModified = file.LastWriteTimeUtc });
        }

        return added;
    }

    /// <summary>Computes now what is otherwise computed when it is asked for first: ETags, and the checksums of both stores. For measurements.</summary>
    public void Warm() => Parallel.ForEach(Buckets.SelectMany(bucket => bucket.Objects), one =>
    {
        _ = (one.ETag, one.Checksum, one.Sums[ChecksumAlgorithm.Crc32C], one.Sums[ChecksumAlgorithm.Md5]);
    });

    internal long NextGeneration() => Interlocked.Increment(ref _generation);
}
