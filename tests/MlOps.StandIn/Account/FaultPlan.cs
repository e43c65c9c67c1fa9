using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>The faults that the next calls of an operation meet, in the order in which they were set.</summary>
internal sealed class FaultPlan
{
    /// <summary>Stands for every operation.</summary>
    public const string Any = "*";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<FaultKind>> _next = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string operation, FaultKind kind, int times)
    {
        lock (_gate)
        {
            if (!_next.TryGetValue(operation, out var queue))
            {
                _next[operation] = queue = new();
            }

            for (var i = 0; i < times; i++)
            {
                queue.Enqueue(kind);
            }
        }
    }

    public FaultKind? Take(string operation)
    {
        lock (_gate)
        {
            return (_next.TryGetValue(operation, out var queue) && queue.TryDequeue(out var kind))
                || (_next.TryGetValue(Any, out queue) && queue.TryDequeue(out kind)) ? kind : null;
        }
    }
}
