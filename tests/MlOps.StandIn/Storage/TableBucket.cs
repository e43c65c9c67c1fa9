namespace MlOps.StandIn.Storage;

/// <summary>A bucket: the newest version of each object in the order of keys, and, where it keeps them, the older ones.</summary>
public sealed class TableBucket
{
    private const string Highest = "\U0010FFFF";
    private readonly ObjectTable _table;
    private readonly Dictionary<string, TableObject> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TableObject>> _old = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(Utf8Order.Instance);

    internal TableBucket(ObjectTable table, string name, string region) => (_table, Name, Region, Created) = (table, name, region, table.Now);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Where it is.</summary>
    public string Region { get; set; }

    /// <summary>Whether versions that are replaced or deleted can be read by their number.</summary>
    public bool KeepsVersions { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>How many objects there are.</summary>
    public int Count
    {
        get
        {
            lock (_keys)
            {
                return _keys.Count;
            }
        }
    }

    /// <summary>All objects in the order of their keys.</summary>
    public IReadOnlyList<TableObject> Objects
    {
        get
        {
            lock (_keys)
            {
                return [.. _keys.Select(key => _live[key])];
            }
        }
    }

    /// <summary>An object as it is now; null when there is none.</summary>
    public TableObject? Find(string key)
    {
        lock (_keys)
        {
            return _live.GetValueOrDefault(key);
        }
    }

    /// <summary>A version of an object; null when there is none, or it is not kept.</summary>
    public TableObject? Find(string key, long generation)
    {
        lock (_keys)
        {
            return _live.TryGetValue(key, out var live) && live.Generation == generation ? live
                : _old.GetValueOrDefault(key)?.Find(version => version.Generation == generation);
        }
    }

    /// <summary>Writes an object.</summary>
    public TableObject Put(string key, Blob content, ObjectDraft? draft = null) => TryPut(key, content, new(content), draft ?? new(), _ => true)!;

    /// <summary>Writes an object.</summary>
    public TableObject Put(string key, ReadOnlyMemory<byte> content, ObjectDraft? draft = null) => Put(key, new MemoryBlob(content), draft);

    /// <summary>Deletes an object, or a version of it.</summary>
    public bool Delete(string key) => TryDelete(key, _ => true) is not null;

    /// <summary>Writes an object when what is there now is as somebody wants it. Null: it is not.</summary>
    internal TableObject? TryPut(string key, Blob content, BlobSums sums, ObjectDraft draft, Func<TableObject?, bool> isWanted)
    {
        lock (_keys)
        {
            var before = _live.GetValueOrDefault(key);
            if (!isWanted(before))
            {
                return null;
            }

            var written = new TableObject(key, _table.NextGeneration(), content, sums, draft, _table.Now);
            Keep(before);
            _live[key] = written;
            _keys.Add(key);
            return written;
        }
    }

    /// <summary>Deletes what is there now when it is as somebody wants it. Null: it is not, or there was nothing.</summary>
    internal TableObject? TryDelete(string key, Func<TableObject, bool> isWanted)
    {
        lock (_keys)
        {
            if (!_live.TryGetValue(key, out var live) || !isWanted(live))
            {
                return null;
            }

            Keep(live);
            _live.Remove(key);
            _keys.Remove(key);
            return live;
        }
    }

    /// <summary>A page of a list.</summary>
    /// <param name="prefix">What keys begin with.</param>
    /// <param name="delimiter">Keys that have it after the prefix stand as one entry each; empty for none.</param>
    /// <param name="after">Entries come after it.</param>
    /// <param name="count">The most entries.</param>
    /// <param name="from">Keys are not before it; empty for any.</param>
    /// <param name="before">Keys are before it; empty for any.</param>
    internal ListedPage List(string prefix, string delimiter, string after, int count, string from = "", string before = "")
    {
        var entries = new List<ListedEntry>();
        lock (_keys)
        {
            if (count == 0 || _keys.Max is not { } last)
            {
                return new(entries, false);
            }

            var start = Utf8Order.Instance.Compare(prefix, from) < 0 ? from : prefix;
            var behind = IsFolder(after, prefix, delimiter) ? after + Highest : after;
            start = Utf8Order.Instance.Compare(start, behind) < 0 ? behind : start;
            while (Utf8Order.Instance.Compare(start, last) <= 0)
            {
                var folder = "";
                foreach (var key in _keys.GetViewBetween(start, last))
                {
                    if (!key.StartsWith(prefix, StringComparison.Ordinal) || (before.Length > 0 && Utf8Order.Instance.Compare(key, before) >= 0))
                    {
                        return new(entries, false);
                    }

                    if (key == after || (IsFolder(after, prefix, delimiter) && key.StartsWith(after, StringComparison.Ordinal)))
                    {
                        continue;
                    }

                    var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
                    folder = end < 0 ? "" : key[..(end + delimiter.Length)];
                    if (entries.Count == count)
                    {
                        return new(entries, true);
                    }

                    entries.Add(end < 0 ? new(key, _live[key]) : new(folder, null));
                    if (end >= 0)
                    {
                        break;
                    }
                }

                if (folder.Length == 0)
                {
                    return new(entries, false);
                }

                // On behind the folder, without a look at what is in it. What still begins with it is passed over above.
                (start, after) = (folder + Highest, folder);
            }

            return new(entries, false);
        }
    }

    private static bool IsFolder(string entry, string prefix, string delimiter) => delimiter.Length > 0 && entry.Length > prefix.Length && entry.EndsWith(delimiter, StringComparison.Ordinal);

    private void Keep(TableObject? version)
    {
        if (version is null || !KeepsVersions)
        {
            return;
        }

        if (!_old.TryGetValue(version.Key, out var versions))
        {
            _old[version.Key] = versions = [];
        }

        versions.Add(version);
    }
}
