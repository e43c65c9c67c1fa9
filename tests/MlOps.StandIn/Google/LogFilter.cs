using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Google;

/// <summary>A filter of log entries, over any of their fields.</summary>
internal static class LogFilter
{
    private static readonly string[] Severities = ["DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"];
    private static readonly int[] SeverityNumbers = [0, 100, 200, 300, 400, 500, 600, 700, 800];

    public static Func<LogEntry, bool> Compile(FilterNode? filter) => filter is null ? _ => true : filter.Compile(Test);

    private static Func<LogEntry, bool> Test(FilterNode.Comparison comparison)
    {
        var (path, value) = (comparison.Path, comparison.Value);
        switch (comparison.Operator)
        {
            case null:
                return entry => entry.Document.ToJsonString().Contains(value, StringComparison.OrdinalIgnoreCase);
            case "=~" or "!~":
                var regex = Regex(value);
                var found = comparison.Operator == "=~";
                return entry => Texts(entry.Document, path).Any(regex.IsMatch) == found;
            case ":":
                return value == "*" && !comparison.Quoted
                    ? entry => At(entry.Document, path) is not null
                    : entry => Texts(entry.Document, path).Any(text => text.Contains(value, StringComparison.OrdinalIgnoreCase));
            default:
                break;
        }

        switch (path)
        {
            case ["timestamp" or "receiveTimestamp"]:
                var time = GoogleTime.Parse(value) ?? throw GoogleException.Invalid($"Unparseable filter: '{value}' is not a timestamp.");
                var stamped = path[0] == "timestamp";
                return Ordered(comparison.Operator, entry => (stamped ? entry.Timestamp : entry.Received).CompareTo(time));
            case ["severity"]:
                var least = Severity(value) ?? throw GoogleException.Invalid($"Unparseable filter: '{value}' is not a severity.");
                return Ordered(comparison.Operator, entry => entry.Severity.CompareTo(least));
            default:
                break;
        }

        return comparison.Operator switch
        {
            "=" => entry => Texts(entry.Document, path).Any(text => text.Equals(value, StringComparison.OrdinalIgnoreCase)),
            "!=" => entry => !Texts(entry.Document, path).Any(text => text.Equals(value, StringComparison.OrdinalIgnoreCase)),
            var operation => entry => Texts(entry.Document, path).Any(text => Holds(operation, Compare(text, value))),
        };
    }

    /// <summary>100 for DEBUG and so on; null when it is no severity.</summary>
    public static int? Severity(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : Array.IndexOf(Severities, text.ToUpperInvariant()) is >= 0 and var i ? SeverityNumbers[i] : null;

    private static Func<LogEntry, bool> Ordered(string operation, Func<LogEntry, int> compare) => entry => Holds(operation, compare(entry));

    private static bool Holds(string operation, int order) => operation switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static int Compare(string text, string value) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var a) && double.TryParse(value, CultureInfo.InvariantCulture, out var b) ? a.CompareTo(b) : string.CompareOrdinal(text, value);

    private static Regex Regex(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw GoogleException.Invalid($"Unparseable filter: invalid regular expression '{pattern}': {e.Message}");
        }
    }

    private static JsonNode? At(JsonNode? node, IReadOnlyList<string> path)
    {
        // A label's key may hold dots without being quoted.
        for (var i = 0; i < path.Count && node is not null; i++)
        {
            node = node is not JsonObject members ? null : members.TryGetPropertyValue(path[i], out var next) ? next : members[string.Join('.', path.Skip(i))] is { } rest ? Ended(rest, path.Count, ref i) : null;
        }

        return node;
    }

    private static JsonNode Ended(JsonNode rest, int count, ref int i)
    {
        i = count;
        return rest;
    }

    private static IEnumerable<string> Texts(JsonNode document, IReadOnlyList<string> path) => At(document, path) switch
    {
        JsonArray items => items.Where(item => item is JsonValue).Select(item => Text(item!)),
        JsonValue value => [Text(value)],
        _ => [],
    };

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
