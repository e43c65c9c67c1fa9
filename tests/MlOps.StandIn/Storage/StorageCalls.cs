using System.Collections.Concurrent;

namespace MlOps.StandIn.Storage;

/// <summary>The requests that a store got.</summary>
public sealed class StorageCalls
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Bucket, string Key), long> _sent = new();
    private readonly Lock _gate = new();
    private readonly List<StorageCall> _all = [];
    private int _current;
    private int _peak;
    private long _bytesSent;

    /// <summary>Whether each request is kept, and not only counted.</summary>
    public bool KeepsAll { get; set; } = true;

    /// <summary>How many requests are under way.</summary>
    public int Current => Volatile.Read(ref _current);

    /// <summary>The most requests that were under way together.</summary>
    public int Peak => Volatile.Read(ref _peak);

    /// <summary>How many bytes of bodies were sent.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>How often each operation was asked for.</summary>
    public IReadOnlyDictionary<string, int> Counts => new Dictionary<string, int>(_counts);

    /// <summary>All requests in the order in which they began.</summary>
    public IReadOnlyList<StorageCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>How often an operation was asked for: <c>GetObject</c>, <c>objects.getMedia</c>.</summary>
    public int Count(string operation) => _counts.GetValueOrDefault(operation);

    /// <summary>How many bytes of an object were sent.</summary>
    public long BytesOf(string bucket, string key) => _sent.GetValueOrDefault((bucket, key));

    /// <summary>Forgets what was.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _all.Clear();
            _peak = _current;
        }

        _counts.Clear();
        _sent.Clear();
        Interlocked.Exchange(ref _bytesSent, 0);
    }

    internal void Enter(StorageCall call)
    {
        _counts.AddOrUpdate(call.Operation, 1, static (_, count) => count + 1);
        lock (_gate)
        {
            _peak = Math.Max(_peak, ++_current);
            if (KeepsAll)
            {
                _all.Add(call);
            }
        }
    }

    internal void Leave(StorageCall call, int status, long sent)
    {
        (call.Status, call.Sent) = (status, sent);
        if (sent > 0)
        {
            _sent.AddOrUpdate((call.Bucket, call.Key), sent, (_, before) => before + sent);
            Interlocked.Add(ref _bytesSent, sent);
        }

        lock (_gate)
        {
            _current--;
        }
    }
}
