using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MlOps.Tests.Support;

namespace MlOps.Tests.Vertex;

/// <summary>Holds documents against the vendor's description of Vertex AI: members, types, what is required and what only the service may say.</summary>
internal static class VertexContract
{
    private static readonly JsonObject s_shapes = Read();

    /// <summary>What is wrong with a request, as sentences that begin with the place.</summary>
    public static IReadOnlyList<string> CheckRequest(string shape, JsonNode? body)
    {
        var problems = new List<string>();
        Check(shape, shape, body, problems);
        return problems;
    }

    private static void Check(string place, string type, JsonNode? value, List<string> problems)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (type.StartsWith("list<", StringComparison.Ordinal))
        {
            Expect(kind == JsonValueKind.Array);
            for (var i = 0; i < (value as JsonArray)?.Count; i++)
            {
                Check($"{place}[{i}]", type[5..^1], value![i], problems);
            }

            return;
        }

        if (type.StartsWith("map<string,", StringComparison.Ordinal))
        {
            Expect(kind == JsonValueKind.Object);
            foreach (var (name, entry) in value as JsonObject ?? [])
            {
                Check($"{place}.{name}", type["map<string,".Length..^1], entry, problems);
            }

            return;
        }

        var shape = s_shapes[type] as JsonObject;
        switch ((string?)(shape?["type"]) ?? type)
        {
            case "structure" when value is JsonObject members:
                Structure(place, shape!, members, problems);
                break;
            case "string" when (shape?["enum"]) is JsonArray words:
                Expect(kind == JsonValueKind.String && words.Any(word => (string?)word == (string?)value));
                break;
            case "string" when (string?)(shape?["format"]) == "int64":
                Expect(kind == JsonValueKind.String && long.TryParse((string?)value, out _));
                break;
            case "string":
                Expect(kind == JsonValueKind.String && (shape?["pattern"] is not { } pattern || Regex.IsMatch((string)value!, $@"\A(?:{(string?)pattern})\z")));
                break;
            case "integer" or "number":
                Expect(kind == JsonValueKind.Number);
                break;
            case "boolean":
                Expect(kind is JsonValueKind.True or JsonValueKind.False);
                break;
            default:
                Expect(false);
                break;
        }

        void Expect(bool holds)
        {
            if (!holds)
            {
                problems.Add($"{place}: has to be a {type}, and is {value?.ToJsonString() ?? "null"}");
            }
        }
    }

    private static void Structure(string place, JsonObject shape, JsonObject members, List<string> problems)
    {
        var known = shape["members"]!.AsObject();
        var given = Names(shape["outputOnly"]);
        problems.AddRange(Names(shape["required"]).Where(name => members[name] is null).Select(name => $"{place}.{name}: is required"));
        foreach (var (name, value) in members)
        {
            if (known[name] is not { } type || given.Contains(name))
            {
                problems.Add($"{place}.{name}: is not known, or only the service says it");
            }
            else
            {
                Check($"{place}.{name}", (string)type!, value, problems);
            }
        }
    }

    private static string[] Names(JsonNode? names) => [.. (names as JsonArray ?? []).Select(name => (string)name!)];

    private static JsonObject Read() => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "contracts", "vertex.json")))!["shapes"]!.AsObject();
}
