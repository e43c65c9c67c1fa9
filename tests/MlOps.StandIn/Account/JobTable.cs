namespace MlOps.StandIn.Account;

/// <summary>The jobs of one kind, by name and in the order of their creation, with answers to lists that are walked page by page.</summary>
internal sealed class JobTable(JobKind kind)
{
    private readonly Dictionary<string, StoredJob> _byName = new(StringComparer.Ordinal);
    private readonly List<StoredJob> _byCreation = [];
    private readonly List<(StoredJob Job, DateTimeOffset At)> _deleted = [];
    private readonly Dictionary<string, IReadOnlyList<DocumentVersion>> _listings = new(StringComparer.Ordinal);
    private DateTimeOffset _changed;

    public JobKind Kind { get; } = kind;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredJob> ByCreation => _byCreation;

    public StoredJob? Find(string name) => _byName.GetValueOrDefault(name);

    public void Add(StoredJob job)
    {
        _byName.Add(job.Name, job);
        var i = _byCreation.Count;
        while (i > 0 && _byCreation[i - 1].Current.CreationTime > job.Current.CreationTime)
        {
            i--;
        }

        _byCreation.Insert(i, job);
        Changed(job.Current.Since);
    }

    public void AddRange(IEnumerable<StoredJob> jobs)
    {
        foreach (var job in jobs)
        {
            _byName.Add(job.Name, job);
            _byCreation.Add(job);
        }

        _byCreation.Sort((a, b) => a.Current.CreationTime.CompareTo(b.Current.CreationTime));
        Changed(_byCreation.Count == 0 ? default : _byCreation[^1].Current.Since);
    }

    public void Remove(StoredJob job, DateTimeOffset at)
    {
        _byName.Remove(job.Name);
        _byCreation.Remove(job);
        _deleted.Add((job, at));
        Changed(at);
    }

    /// <summary>The jobs that the search index knows, oldest first: those that were deleted not long ago are still among them.</summary>
    public IEnumerable<StoredJob> Indexed(DateTimeOffset now, TimeSpan lag)
    {
        var gone = _deleted.Where(deleted => deleted.At > now - lag).Select(deleted => deleted.Job).ToArray();
        return gone.Length == 0 ? _byCreation : _byCreation.Concat(gone).OrderBy(job => job.Current.CreationTime);
    }

    public void Changed(DateTimeOffset at)
    {
        _changed = at > _changed ? at : _changed;
        _listings.Clear();
    }

    /// <summary>A list made once for all its pages, as long as nothing changes and nothing is still on its way to the index.</summary>
    public IReadOnlyList<DocumentVersion> Listing(string key, DateTimeOffset now, TimeSpan lag, Func<IEnumerable<DocumentVersion>> make)
    {
        if (_listings.TryGetValue(key, out var listing))
        {
            return listing;
        }

        listing = [.. make()];
        if (lag == TimeSpan.Zero || _changed <= now - lag)
        {
            if (_listings.Count > 50)
            {
                _listings.Clear();
            }

            _listings[key] = listing;
        }

        return listing;
    }
}
