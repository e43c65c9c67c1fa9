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

    internal IReadOnlyList<MetFault> Take(string operation, string bucket, string key)
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
