using System.Text.Json.Nodes;

namespace MlOps.StandIn.Serving;

/// <summary>The calls that arrived, and how many there were at once.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<ServiceCall> _calls = [];
    private readonly Dictionary<string, int> _counts = [];
    private int _current;

    /// <summary>The most calls that were under way together.</summary>
    public int Peak { get; private set; }

    /// <summary>All calls in the order of their arrival.</summary>
    public IReadOnlyList<ServiceCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>How often each operation was called, by its name without the service.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, int>(_counts);
            }
        }
    }

    /// <summary>How often one operation was called.</summary>
    public int Count(string operation) => Counts.GetValueOrDefault(operation);

    /// <summary>Forgets what was.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _counts.Clear();
            Peak = _current;
        }
    }

    /// <summary>For the control endpoint.</summary>
    internal JsonObject Shown() => new()
    {
        ["peak"] = Peak,
        ["counts"] = new JsonObject(Counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
        ["requests"] = new JsonArray([.. All.Select(call => call.Shown())]),
    };

    internal void Enter(ServiceCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
            _counts[call.Operation] = _counts.GetValueOrDefault(call.Operation) + 1;
            Peak = Math.Max(Peak, ++_current);
        }
    }

    internal void Leave()
    {
        lock (_gate)
        {
            _current--;
        }
    }
}
