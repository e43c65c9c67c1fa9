using System.Globalization;
using MlOps.Providers.Logs;

namespace MlOps.Providers.Vertex.Logs;

/// <summary>Writes filters in the language of Cloud Logging.</summary>
/// <param name="job">The job.</param>
/// <param name="since">Only lines of this time or later; <see langword="null"/> for all of the job's.</param>
internal sealed class EntryFilter(MlJob job, DateTimeOffset? since)
{
    // Between the acceptance of a job and its first line lies the start of a machine, so that this is for clocks only. Without a time, the service looks through the last day.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_endTolerance = TimeSpan.FromHours(1);

    /// <summary>The longest filter that is worth sending (the service takes 20,000 characters).</summary>
    private const int MostPattern = 4000;

    /// <summary>The first time that is of interest.</summary>
    public DateTimeOffset Start { get; } = since > job.CreatedAt - s_tolerance ? since.Value : job.CreatedAt - s_tolerance;

    /// <summary>The filter for a part of the log.</summary>
    /// <param name="from">The first time.</param>
    /// <param name="pattern">A pattern that lines have to match, if the service can look for it.</param>
    /// <returns>The filter.</returns>
    public string Of(DateTimeOffset from, string? pattern = null)
    {
        // The last part of a job's resource name is a number, and what stands in a filter is quoted all the same.
        var parts = new List<string>
        {
            "resource.type=\"ml_job\"",
            $"resource.labels.job_id={Quote(job.Id[(job.Id.LastIndexOf('/') + 1)..])}",
            $"timestamp>={Quote(Text(from))}",
        };
        if (job.EndedAt is { } end)
        {
            parts.Add($"timestamp<={Quote(Text(end + s_endTolerance))}");
        }

        if (pattern is not null && LinePattern.Translate(pattern) is { Length: <= MostPattern } expression)
        {
            var quoted = Quote(expression);
            parts.Add($"(textPayload=~{quoted} OR jsonPayload.message=~{quoted} OR (jsonPayload:* AND NOT jsonPayload.message:*))");
        }

        return string.Join(" AND ", parts);
    }

    private static string Quote(string text) => $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
