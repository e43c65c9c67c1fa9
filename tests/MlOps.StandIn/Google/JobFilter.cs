using System.Text.RegularExpressions;

namespace MlOps.StandIn.Google;

/// <summary>The filter of a list of jobs or pipelines, with the fields that are documented and no others.</summary>
internal static class JobFilter
{
    public static Func<CloudJob, bool> Parse(ResourceKind kind, string? text)
    {
        try
        {
            return FilterParser.Parse(text) is { } filter ? filter.Compile(comparison => Test(kind, comparison)) : _ => true;
        }
        catch (GoogleException e)
        {
            throw GoogleException.Invalid($"Invalid list filter \"{text}\": {e.Message}");
        }
    }

    private static Func<CloudJob, bool> Test(ResourceKind kind, FilterNode.Comparison comparison)
    {
        var (path, value) = (comparison.Path, comparison.Value);
        switch (path)
        {
            case ["display_name" or "displayName"]:
                return comparison.Operator switch
                {
                    "=" => job => job.DisplayName == value,
                    "!=" => job => job.DisplayName != value,
                    ":" => Wildcard(value),
                    _ => throw Unsupported(comparison),
                };
            case ["state"] when kind.States.Contains(value):
                return comparison.Operator switch
                {
                    "=" => job => job.State == value,
                    "!=" => job => job.State != value,
                    _ => throw Unsupported(comparison),
                };
            case ["create_time" or "createTime"] when GoogleTime.Parse(value) is { } time:
                return comparison.Operator switch
                {
                    "=" => job => job.Created == time,
                    "!=" => job => job.Created != time,
                    "<" => job => job.Created < time,
                    "<=" => job => job.Created <= time,
                    ">" => job => job.Created > time,
                    ">=" => job => job.Created >= time,
                    _ => throw Unsupported(comparison),
                };
            case ["labels", var key]:
                return (comparison.Operator, value) switch
                {
                    (":", "*") => job => job.Labels.ContainsKey(key),
                    ("=", _) => job => job.Labels.GetValueOrDefault(key) == value,
                    ("!=", _) => job => job.Labels.GetValueOrDefault(key) != value,
                    _ => throw Unsupported(comparison),
                };
            case ["training_task_definition"] when kind == ResourceKind.Pipeline && comparison.Operator is "=" or "!=" or ":":
                var task = Wildcard(value, job => job.Document["trainingTaskDefinition"]?.GetValue<string>() ?? "");
                return comparison.Operator == "!=" ? job => !task(job) : task;
            default:
                throw Unsupported(comparison);
        }
    }

    private static Func<CloudJob, bool> Wildcard(string value, Func<CloudJob, string>? text = null)
    {
        text ??= job => job.DisplayName;
        if (!value.Contains('*', StringComparison.Ordinal))
        {
            return job => text(job) == value;
        }

        var pattern = new Regex($@"\A{Regex.Escape(value).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
        return job => pattern.IsMatch(text(job));
    }

    private static GoogleException Unsupported(FilterNode.Comparison comparison) => GoogleException.Invalid(
        comparison.Operator is null ? $"'{comparison.Value}' is not compared with anything." : $"'{string.Join('.', comparison.Path)} {comparison.Operator} {comparison.Value}' is not supported.");
}
