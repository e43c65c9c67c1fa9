using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.Providers.Requests;

/// <summary>Merges what a user says in the vendor's own words into a request: tables into tables, everything else replaces what is there, and nothing (null) removes it.</summary>
/// <remarks>A table where the request has a list of tables is merged into each of them.</remarks>
internal static class RequestOptions
{
    /// <summary>Makes JSON of the options, with the vendor's spelling of the names that it has; the others stay as they are.</summary>
    /// <param name="options">The options.</param>
    /// <param name="members">The names of the request's members.</param>
    public static JsonObject Read(IReadOnlyDictionary<string, object?> options, RequestMembers members) =>
        Table(options.Select(option => (option.Key, option.Value)), members, members.Root);

    public static void Merge(JsonObject request, JsonObject options)
    {
        foreach (var (name, value) in options)
        {
            switch (value)
            {
                case null:
                    request.Remove(name);
                    break;
                case JsonObject table when request[name] is JsonArray { Count: > 0 } list && list.All(item => item is JsonObject):
                    foreach (var item in list)
                    {
                        Merge((JsonObject)item!, table);
                    }

                    break;
                case JsonObject table:
                    if (request[name] is not JsonObject existing)
                    {
                        request[name] = existing = [];
                    }

                    Merge(existing, table);
                    break;
                default:
                    request[name] = value.DeepClone();
                    break;
            }
        }
    }

    private static JsonObject Table(IEnumerable<(string Name, object? Value)> entries, RequestMembers members, string? structure)
    {
        var table = new JsonObject();
        foreach (var (name, value) in entries)
        {
            var member = members.Find(structure, name);
            table[member?.Name ?? name] = Node(value, members, member?.Structure);
        }

        return table;
    }

    private static JsonNode? Node(object? value, RequestMembers members, string? structure) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        IDictionary table => Table(Entries(table), members, structure),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Node(item, members, structure))]),
        double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => JsonValue.Create(HyperparameterText.Of("", value)),
        IFormattable and not (Enum or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or char) => JsonNode.Parse(HyperparameterText.Of("", value)),
        _ => JsonValue.Create(HyperparameterText.Of("", value)),
    };

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary table)
    {
        for (var each = table.GetEnumerator(); each.MoveNext();)
        {
            yield return (Convert.ToString(each.Key, CultureInfo.InvariantCulture) ?? "", each.Value);
        }
    }
}
