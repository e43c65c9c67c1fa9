using System.Text.Json.Nodes;

namespace MlOps.StandIn.Playback;

/// <summary>A recorded answer.</summary>
public sealed record ExchangeResponse
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Headers beside those that every answer has.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body; null: nothing is answered.</summary>
    public JsonNode? Body { get; init; }
}
