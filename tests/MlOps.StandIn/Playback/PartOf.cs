using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Playback;

/// <summary>Whether a request contains what a recorded one says.</summary>
public static class PartOf
{
    /// <summary>Objects may have more members; lists have to be as long; anything else has to be equal.</summary>
    public static bool Holds(JsonNode? part, JsonNode? whole) => (part, whole) switch
    {
        (JsonObject expected, JsonObject members) => expected.All(member => members.ContainsKey(member.Key) && Holds(member.Value, members[member.Key])),
        (JsonArray expected, JsonArray items) => expected.Count == items.Count && expected.Zip(items).All(pair => Holds(pair.First, pair.Second)),
        ({ } expected, { } value) when expected.GetValueKind() == JsonValueKind.Number && value.GetValueKind() == JsonValueKind.Number => expected.GetValue<double>() == value.GetValue<double>(),
        _ => JsonNode.DeepEquals(part, whole),
    };
}
