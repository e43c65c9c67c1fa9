using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>A property that Search can filter and sort by: a path of members, or one of the maps whose keys may have dots.</summary>
internal sealed class SearchProperty
{
    private static readonly string[] Maps = ["HyperParameters", "Tags", "Metrics"];
    private readonly string[] _path;

    public SearchProperty(JobKind kind, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        Map = dot > 0 && Maps.Contains(name[..dot]) ? name[..dot] : null;
        _path = Map is null ? name.Split('.') : [Map, name[(dot + 1)..]];
        Type = Map switch
        {
            "Metrics" => "number",
            not null => "string",
            _ => WireContract.SageMaker.TypeAt(kind.SearchShape, _path) ?? throw ServiceException.Invalid($"Unknown property name: {name}"),
        };
    }

    /// <summary>The map that it is an entry of, if it is one.</summary>
    public string? Map { get; }

    /// <summary>The type in the contract.</summary>
    public string Type { get; }

    /// <summary>The values that a document has there: several when the path goes through a list.</summary>
    public IEnumerable<JsonNode> Values(DocumentVersion version) => Map switch
    {
        "Tags" => Entries(version.Document["Tags"], "Key", "Value"),
        "Metrics" => Entries(version.Document["FinalMetricDataList"], "MetricName", "Value"),
        _ => Walk(version.Document, 0),
    };

    private IEnumerable<JsonNode> Entries(JsonNode? list, string key, string value) =>
        (list as JsonArray ?? []).Where(entry => entry![key]!.GetValue<string>() == _path[1]).Select(entry => entry![value]!);

    private IEnumerable<JsonNode> Walk(JsonNode? node, int depth) => node switch
    {
        null => [],
        JsonArray items => items.SelectMany(item => Walk(item, depth)),
        JsonObject members when depth < _path.Length => Walk(members[_path[depth]], depth + 1),
        _ when depth == _path.Length => [node],
        _ => [],
    };
}
