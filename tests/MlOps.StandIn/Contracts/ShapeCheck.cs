using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Contracts;

/// <summary>Holds one value against its shape and everything below it, and keeps what is wrong as sentences that begin with the place.</summary>
/// <param name="contract">Where the shapes are.</param>
/// <param name="whole">Whether members that are required have to be there.</param>
/// <param name="request">Whether it goes to the service. Members that the service alone sets are then remarked on.</param>
/// <param name="bound">Members of the outermost structure that stand elsewhere in the request.</param>
internal sealed partial class ShapeCheck(WireContract contract, bool whole, bool request = true, IReadOnlyCollection<string>? bound = null)
{
    public List<string> Problems { get; } = [];

    /// <summary>What the service puts up with and a client still should not send.</summary>
    public List<string> Remarks { get; } = [];

    public void Run(string place, string shapeName, JsonNode? value)
    {
        var shape = contract.Shape(shapeName);
        switch (shape.Type)
        {
            case "structure" when value is JsonObject members:
                Structure(place, shape, members);
                break;
            case "map" when value is JsonObject entries:
                Bounds(place, shape, entries.Count, "entries");
                foreach (var (key, entry) in entries)
                {
                    Text($"{place} (key)", contract.Shape(shape.Key!), key);
                    Run(Below(place, key), shape.Value!, entry);
                }

                break;
            case "list" when value is JsonArray items:
                Bounds(place, shape, items.Count, "items");
                for (var i = 0; i < items.Count; i++)
                {
                    Run($"{place}[{i}]", shape.Item!, items[i]);
                }

                break;
            case "string" when Kind(value) == JsonValueKind.String:
                Text(place, shape, value!.GetValue<string>());
                break;
            case "string" when shape.Format == "int64" && request && Kind(value) == JsonValueKind.Number && long.TryParse(value!.ToJsonString(), CultureInfo.InvariantCulture, out _):
                Remark(place, $"{Shown(value)} is 64 bits wide and has to be written as a string");
                break;
            case "timestamp" when shape.Format == "rfc3339":
                if (Kind(value) != JsonValueKind.String || !Rfc3339().IsMatch(value!.GetValue<string>()))
                {
                    Add(place, $"has to be a time as RFC 3339 writes it, and is {Shown(value)}");
                }

                break;
            case "any":
                break;
            case "boolean" when Kind(value) is JsonValueKind.True or JsonValueKind.False:
                break;
            case "integer" or "long" when Kind(value) == JsonValueKind.Number && long.TryParse(value!.ToJsonString(), CultureInfo.InvariantCulture, out var number):
                Bounds(place, shape, number, null);
                break;
            case "number" or "timestamp" when Kind(value) == JsonValueKind.Number:
                Bounds(place, shape, double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture), null);
                break;
            // Not a number is said in words by this protocol.
            case "number" when Kind(value) == JsonValueKind.String && value!.GetValue<string>() is "NaN" or "Infinity" or "-Infinity":
                break;
            default:
                Add(place, $"has to be a {shape.Type}, and is {Shown(value)}");
                break;
        }
    }

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;

    private static string Below(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private static string Shown(JsonNode? value) => value?.ToJsonString() switch
    {
        null => "null",
        { Length: > 60 } text => text[..60] + "…",
        var text => text,
    };

    private void Structure(string place, WireShape shape, JsonObject members)
    {
        foreach (var name in shape.Required.Where(name => whole && members[name] is null && !(place.Length == 0 && bound is not null && bound.Contains(name))))
        {
            Add(Below(place, name), "is required");
        }

        foreach (var (choice, names) in shape.Oneof)
        {
            if (names.Where(name => members[name] is not null).ToList() is { Count: > 1 } given)
            {
                Add(place, $"has {string.Join(" and ", given)}, of which one at most may be there ({choice})");
            }
        }

        foreach (var (name, value) in members)
        {
            if (request && shape.OutputOnly.Contains(name))
            {
                Remark(Below(place, name), "is set by the service alone");
            }

            if (!shape.Members.TryGetValue(name, out var member))
            {
                Add(Below(place, name), "is not known");
            }
            else if (value is not null)
            {
                Run(Below(place, name), member, value);
            }
            else if (request)
            {
                Remark(Below(place, name), "is null, and has to be left out");
            }
        }
    }

    private void Text(string place, WireShape shape, string text)
    {
        Bounds(place, shape, text.Length, "characters");
        if (shape.Format == "int64" && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            Add(place, $"'{text}' is not a whole number");
        }

        if (shape.Enum.Count > 0 && !shape.Enum.Contains(text))
        {
            var choices = string.Join(", ", shape.Enum.Take(12)) + (shape.Enum.Count > 12 ? " …" : "");
            Add(place, $"'{text}' is none of {choices}");
        }

        if (shape.Pattern is { } pattern && !contract.Pattern(pattern).IsMatch(text))
        {
            Add(place, $"'{text}' does not match {pattern}");
        }
    }

    private void Bounds(string place, WireShape shape, double size, string? unit)
    {
        var shown = unit is null ? size.ToString(CultureInfo.InvariantCulture) : $"{size} {unit}";
        if (size < shape.Min)
        {
            Add(place, $"has {shown}, less than {shape.Min}");
        }
        else if (size > shape.Max)
        {
            Add(place, $"has {shown}, more than {shape.Max}");
        }
    }

    private void Add(string place, string problem) => Problems.Add($"{(place.Length == 0 ? "(body)" : place)}: {problem}");

    private void Remark(string place, string problem) => Remarks.Add($"{place}: {problem}");

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}
