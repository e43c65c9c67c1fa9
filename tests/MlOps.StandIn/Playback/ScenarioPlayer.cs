using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Playback;

/// <summary>Plays scenarios: answers each request with the first exchange that fits and has not been played as often as it may.</summary>
public sealed class ScenarioPlayer(params IEnumerable<Scenario> scenarios) : IService
{
    private readonly Lock _gate = new();
    private readonly List<(Exchange Exchange, int[] Played)> _exchanges = [.. scenarios.SelectMany(scenario => scenario.Exchanges).Select(exchange => (exchange, new int[1]))];
    private readonly List<string> _failures = [];

    /// <summary>The calls so far.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>Requests that fitted nothing or broke the contract.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>The operations of exchanges that nobody has asked for yet.</summary>
    public IReadOnlyList<string> Unplayed
    {
        get
        {
            lock (_gate)
            {
                return [.. _exchanges.Where(entry => entry.Played[0] == 0).Select(entry => entry.Exchange.Operation)];
            }
        }
    }

    /// <summary>A player of files.</summary>
    public static ScenarioPlayer Load(params IEnumerable<string> files) => new([.. files.Select(Scenario.Read)]);

    /// <inheritdoc/>
    public Task<ServiceAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        Calls.Enter(call);
        try
        {
            lock (_gate)
            {
                return Task.FromResult(Answer(call));
            }
        }
        finally
        {
            Calls.Leave();
        }
    }

    /// <inheritdoc/>
    public JsonNode Control(string action, JsonObject body) => action switch
    {
        "calls" => Calls.Shown(),
        "violations" => List(Failures),
        "unplayed" => List(Unplayed),
        _ => throw new ArgumentException($"There is no control action '{action}'."),
    };

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private ServiceAnswer Answer(ServiceCall call)
    {
        var request = call.Json();
        if (WireContract.Find(call.Target) is not var (contract, operation) || request is null)
        {
            return Unexpected(call, "is not an operation with a JSON object");
        }

        if (contract.CheckInput(operation, request) is { Count: > 0 } problems)
        {
            _failures.AddRange(problems.Select(problem => $"{operation}: {problem}"));
            return Refusal(call, "ValidationException", string.Join("; ", problems));
        }

        var (exchange, played) = _exchanges.Find(entry =>
            entry.Exchange.Operation == call.Target
            && (entry.Exchange.Times == 0 || entry.Played[0] < entry.Exchange.Times)
            && (entry.Exchange.Request is null || PartOf.Holds(entry.Exchange.Request, request)));
        if (exchange is null)
        {
            return Unexpected(call, "fits no exchange that is left");
        }

        played[0]++;
        return exchange.Answer();
    }

    private ServiceAnswer Unexpected(ServiceCall call, string why)
    {
        var called = call.Method is null ? call.Target : $"{call.Method} {call.Path}";
        _failures.Add($"{called} {call.Body}: {why}");
        return Refusal(call, "UnexpectedRequest", $"{called} {call.Body}: {why}.");
    }

    private static ServiceAnswer Refusal(ServiceCall call, string type, string message) => call.Method is null
        ? ServiceAnswer.Error(type, message)
        : GoogleError.Answer("INVALID_ARGUMENT", $"{type}: {message}");
}
