using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Playback;

/// <summary>One recorded request and its answer.</summary>
public sealed record Exchange
{
    /// <summary>The target, such as <c>SageMaker.Search</c> or <c>Vertex.ListCustomJobs</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>What a request has to contain to fit; null: any does.</summary>
    public JsonObject? Request { get; init; }

    /// <summary>What is answered.</summary>
    public required ExchangeResponse Response { get; init; }

    /// <summary>What goes wrong with the answer: <c>reset</c>, <c>truncate</c> or <c>slow</c>.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>How often it is played; 0: as often as it is asked for.</summary>
    public int Times { get; init; } = 1;

    internal ServiceAnswer Answer() => new(Response.Status, Response.Body is null ? default : Encoding.UTF8.GetBytes(Response.Body.ToJsonString()))
    {
        Headers = Response.Headers,
        Fault = Fault,
    };
}
