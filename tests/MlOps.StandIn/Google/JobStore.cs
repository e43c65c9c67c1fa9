namespace MlOps.StandIn.Google;

/// <summary>The resources of one kind in one location.</summary>
internal sealed class JobStore
{
    private readonly Dictionary<string, CloudJob> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<CloudJob>> _listings = new(StringComparer.Ordinal);
    private readonly List<CloudJob> _listed = [];

    /// <summary>In the order in which lists show them: that of their ids, which has nothing to do with time.</summary>
    public IReadOnlyList<CloudJob> Listed => _listed;

    public CloudJob? Find(string id) => _byId.GetValueOrDefault(id);

    public void Add(CloudJob job)
    {
        _byId.Add(job.Id, job);
        var i = _listed.BinarySearch(job, ById.Instance);
        _listed.Insert(i < 0 ? ~i : i, job);
        Changed();
    }

    public void AddRange(IEnumerable<CloudJob> jobs)
    {
        foreach (var job in jobs)
        {
            _byId.Add(job.Id, job);
            _listed.Add(job);
        }

        _listed.Sort(ById.Instance);
        Changed();
    }

    public void Remove(CloudJob job)
    {
        _byId.Remove(job.Id);
        _listed.Remove(job);
        Changed();
    }

    public void Changed() => _listings.Clear();

    /// <summary>A list made once for all its pages, as long as nothing changes.</summary>
    public IReadOnlyList<CloudJob> Listing(string filter, Func<Func<CloudJob, bool>> parse)
    {
        if (!_listings.TryGetValue(filter, out var listing))
        {
            var test = parse();
            if (_listings.Count > 50)
            {
                _listings.Clear();
            }

            _listings[filter] = listing = [.. _listed.Where(test)];
        }

        return listing;
    }

    private sealed class ById : IComparer<CloudJob>
    {
        public static readonly ById Instance = new();

        public int Compare(CloudJob? x, CloudJob? y) => string.CompareOrdinal(x!.Id, y!.Id);
    }
}
