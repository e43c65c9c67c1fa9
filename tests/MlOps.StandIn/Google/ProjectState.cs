using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Google;

/// <summary>What a project holds. Whoever reads or changes it holds <see cref="Gate"/>.</summary>
internal sealed class ProjectState(CloudProjectOptions options)
{
    private readonly Dictionary<(string Location, ResourceKind Kind), JobStore> _stores = [];
    private ulong _ids;

    public Lock Gate { get; } = new();

    public CloudProjectOptions Options { get; } = options;

    public EntryLog Log { get; } = new(options);

    /// <summary>Jobs that have not ended.</summary>
    public HashSet<CloudJob> Active { get; } = [];

    public Dictionary<string, Deletion> Deletions { get; } = [];

    public ObjectTable Objects { get; } = new(options.Clock);

    public HashSet<string> ServiceAccounts { get; } = [];

    /// <summary>Who has which role in the project.</summary>
    public SortedDictionary<string, SortedSet<string>> Bindings { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    public JobStore Store(string location, ResourceKind kind)
    {
        if (!_stores.TryGetValue((location, kind), out var store))
        {
            _stores[(location, kind)] = store = new();
        }

        return store;
    }

    /// <summary>A new id: nineteen digits whose order says nothing.</summary>
    public string NextId()
    {
        // The finalizer of SplitMix64: every number once, in an order that looks random.
        var z = ++_ids * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return ((z % 9_000_000_000_000_000_000) + 1_000_000_000_000_000_000).ToString(CultureInfo.InvariantCulture)[..19];
    }

    public string Parent(string location) => $"projects/{Options.Number}/locations/{location}";

    /// <summary>The job that a name or an id means, wherever it is.</summary>
    public CloudJob Find(string name)
    {
        var id = name[(name.LastIndexOf('/') + 1)..];
        return _stores.Values.Select(store => store.Find(id)).FirstOrDefault(job => job is not null)
            ?? _stores.Values.SelectMany(store => store.Listed).Where(job => job.DisplayName == name).MaxBy(job => job.Created)
            ?? throw new ArgumentException($"There is no job '{name}'.");
    }

    public IEnumerable<CloudJob> All(ResourceKind kind) => _stores.Where(store => store.Key.Kind == kind).SelectMany(store => store.Value.Listed);

    public void Change(CloudJob job, DateTimeOffset at, Action<JsonObject> change)
    {
        job.Change(at, change);
        Store(job.Location, job.Kind).Changed();
        if (job.Ended)
        {
            Active.Remove(job);
        }
    }
}
