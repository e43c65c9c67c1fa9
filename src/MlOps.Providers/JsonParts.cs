using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOps.Providers;

/// <summary>Compares documents with what was sent: a service adds what was left open.</summary>
internal static class JsonParts
{
    /// <summary>Whether a document has all that another one has.</summary>
    /// <param name="document">The document.</param>
    /// <param name="part">What has to be in it.</param>
    /// <returns><see langword="true"/> when it has.</returns>
    public static bool Holds(JsonNode? document, JsonNode part) => (document, part) switch
    {
        (JsonObject whole, JsonObject members) => members.All(member => member.Value is null || Holds(whole[member.Key], member.Value)),
        (JsonArray items, JsonArray wanted) => items.Count == wanted.Count && wanted.Zip(items).All(pair => pair.First is null ? pair.Second is null : Holds(pair.Second, pair.First)),
        _ => JsonNode.DeepEquals(document, part) || AreSameNumber(document, part),
    };

    /// <summary>Services keep some numbers with the precision of a 32-bit float.</summary>
    private static bool AreSameNumber(JsonNode? one, JsonNode? other) =>
        one?.GetValueKind() == JsonValueKind.Number && other?.GetValueKind() == JsonValueKind.Number && Number(one) == Number(other);

    private static float Number(JsonNode node) => float.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
}
