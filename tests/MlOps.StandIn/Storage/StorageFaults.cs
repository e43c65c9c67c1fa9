using System.IO.Enumeration;

namespace MlOps.StandIn.Storage;

/// <summary>What goes wrong with the requests of a store.</summary>
/// <param name="seed">The same seed draws the same lots.</param>
public sealed class StorageFaults(int seed = 1)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly List<Planned> _planned = [];

    /// <summary>From now on it meets the requests that it is for.</summary>
    public void Add(StorageFault fault)
    {
        lock (_gate)
        {
            _planned.Add(new(fault));
        }
    }

    /// <summary>The next requests are refused.</summary>
    /// <param name="operation">Which, as a pattern.</param>
    /// <param name="status">The status.</param>
    /// <param name="times">How many; null for all.</param>
    /// <param name="probability">How probable it is.</param>
    public void AddStatus(string operation, int status, int? times = 1, double probability = 1) =>
        Add(new() { Kind = StorageFaultKind.Status, Operation = operation, Status = status, Times = times, Probability = probability });

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
        }
    }

    /// <summary>Lets what goes wrong with a request happen as far as it happens before the request is looked at.</summary>
    internal async ValueTask<StorageTurn> MeetAsync(ObjectTable table, IStorageDialect dialect, StorageRequest request)
    {
        var faults = Take(request.Operation, request.Bucket, request.Key);
        foreach (var (fault, _) in faults)
        {
            switch (fault.Kind)
            {
                case StorageFaultKind.Delay:
                    await Task.Delay(fault.Duration, request.Cancellation);
                    break;
                case StorageFaultKind.Replace when table.Find(request.Bucket, request.Key) is { } present:
                    table.Put(request.Bucket, request.Key, new PatternBlob(present.Content.Length, unchecked((int)present.Generation)), present.Draft with { LastModified = null, ETag = null });
                    break;
                case StorageFaultKind.Delete:
                    table.Find(request.Bucket)?.Delete(request.Key);
                    break;
                case StorageFaultKind.Status:
                    return new(dialect.Explain(request, dialect.Failure(fault.Status, fault.Code)), faults);
            }
        }

        return new(null, faults);
    }

    private List<MetFault> Take(string operation, string bucket, string key)
    {
        lock (_gate)
        {
            if (_planned.Count == 0)
            {
                return [];
            }

            var met = new List<MetFault>();
            foreach (var planned in _planned)
            {
                if (planned.Fits(operation, bucket, key) && planned.Take(_random))
                {
                    met.Add(new(planned.Fault, NextPoint()));
                }
            }

            _planned.RemoveAll(planned => planned.IsOver);
            return met;
        }
    }

#pragma warning disable CA5394 // Nothing depends on nobody guessing it.
    private double NextPoint() => _random.NextDouble();

    private sealed class Planned(StorageFault fault)
    {
        private int _passed;
        private int _met;

        public StorageFault Fault => fault;

        public bool IsOver => _met >= fault.Times;

        public bool Fits(string operation, string bucket, string key) => Fits(fault.Operation, operation) && Fits(fault.Bucket, bucket) && Fits(fault.Key, key);

        public bool Take(Random random)
        {
            if (IsOver || _passed++ < fault.After || random.NextDouble() >= fault.Probability)
            {
                return false;
            }

            _met++;
            return true;
        }

        private static bool Fits(string pattern, string text) => pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
    }
#pragma warning restore CA5394
}
