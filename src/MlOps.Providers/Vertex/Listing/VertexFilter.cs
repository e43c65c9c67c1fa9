using System.Globalization;
using MlOps.Providers.Listing;

namespace MlOps.Providers.Vertex.Listing;

/// <summary>What of a query Vertex AI's list can answer itself. It never leaves out a job that the query wants; what it lets through is looked at again.</summary>
internal static class VertexFilter
{
    /// <summary>A pattern takes no notice of case, and whether the service does is documented nowhere: so each way to write the first letters is asked for, and there are few ways to write four.</summary>
    private const int MostLetters = 4;

    /// <summary>The filter for a query, but for its times.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The conditions.</returns>
    public static IEnumerable<string> Conditions(JobQuery query)
    {
        if (query.Names.Count > 0 && query.Names.Select(Name).ToArray() is var names && names.All(name => name.Length > 0))
        {
            yield return Or(names.SelectMany(name => name));
        }

        if (query.Statuses.Count > 0)
        {
            yield return Or(query.Statuses.SelectMany(StatesOf).Distinct().Select(state => $"state=\"JOB_STATE_{state}\""));
        }

        foreach (var tag in query.Tags.Keys.Where(key => key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')))
        {
            yield return $"labels.{tag}:*";
        }
    }

    /// <summary>The conditions for a range of time.</summary>
    public static IEnumerable<string> Conditions(TimeRange range)
    {
        if (range.From is { } from)
        {
            yield return $"create_time>=\"{Text(from)}\"";
        }

        if (range.To is { } to)
        {
            yield return $"create_time<\"{Text(to)}\"";
        }
    }

    /// <summary>The states that stand for a status. A job of the status is in one of them, others may be too.</summary>
    private static string[] StatesOf(MlJobStatus status) => status switch
    {
        MlJobStatus.Pending => ["QUEUED", "PENDING"],
        MlJobStatus.Running => ["RUNNING", "UPDATING", "PAUSED"],
        MlJobStatus.Stopping => ["CANCELLING"],
        MlJobStatus.Succeeded => ["SUCCEEDED", "PARTIALLY_SUCCEEDED"],
        MlJobStatus.Failed => ["FAILED"],
        _ => ["CANCELLED", "EXPIRED"],
    };

    private static string[] Name(NamePattern name)
    {
        if (name.IsLiteral)
        {
            return [$"display_name={Quote(name.LiteralName!)}"];
        }

        // The service knows a star at the end only.
        var letters = 0;
        var prefix = string.Concat(name.Prefix.TakeWhile(c => c != '*' && !char.IsControl(c) && (!char.IsLetter(c) || (char.IsAscii(c) && ++letters <= MostLetters))));
        return prefix.Length == 0 ? [] : [.. Cases(prefix).Select(text => $"display_name:{Quote(text + "*")}")];
    }

    private static IEnumerable<string> Cases(string text) => text.Aggregate(
        (IEnumerable<string>)[""], (all, c) => char.IsAsciiLetter(c) ? all.SelectMany(one => new[] { one + char.ToLowerInvariant(c), one + char.ToUpperInvariant(c) }) : all.Select(one => one + c));

    private static string Or(IEnumerable<string> conditions) => conditions.ToArray() is [var one] ? one : $"({string.Join(" OR ", conditions)})";

    private static string Quote(string text) => $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
