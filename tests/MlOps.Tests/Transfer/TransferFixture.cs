namespace MlOps.Tests.Transfer;

/// <summary>Two folders: one that a <see cref="FaultyStore"/> serves, and one that is transferred to.</summary>
internal sealed class TransferFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mlops-transfer-").FullName;

    public TransferFixture()
    {
        Directory.CreateDirectory(From);
        Store = new(From);
    }

    public string From => Path.Combine(_root, "from");

    public string To => Path.Combine(_root, "to");

    public FaultyStore Store { get; }

    public Random Random { get; } = new(17);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public byte[] Put(string key, int size)
    {
        var content = new byte[size];
        Random.NextBytes(content);
        var path = Path.Combine(From, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return content;
    }

    public byte[] Got(string key) => File.ReadAllBytes(Path.Combine(To, key));

    /// <summary>The names of all files at the destination, those that are being written among them.</summary>
    public string[] Files => Directory.Exists(To) ? [.. Directory.EnumerateFiles(To, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(To, path)).Order(StringComparer.Ordinal)] : [];

    public IAsyncEnumerable<TransferItem> Plan(CancellationToken cancellationToken, Func<string, string>? name = null) => TransferPlan.ListAsync(
        Store.ListAsync(Store.At(""), cancellationToken).Select(found => ((IObjectStore)Store, found, name?.Invoke(found.Location.Key) ?? found.Location.Key)),
        new FolderStore(),
        FolderStore.At(To),
        cancellationToken);

    /// <summary>Transfers everything that is not there yet.</summary>
    public async Task<List<TransferOutcome>> RunAsync(CancellationToken? cancellationToken = null, Func<string, string>? name = null)
    {
        var stop = cancellationToken ?? Stop;
        var meter = new TransferMeter(null);
        var items = new TransferComparison(null).CompareAsync(Plan(stop, name), stop).Where(one => !one.IsSame).Select(one => one.Item);
        return await new TransferEngine(meter, new QuickClock()).RunAsync(items, stop).ToListAsync(stop);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
