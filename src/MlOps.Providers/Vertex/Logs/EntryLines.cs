using System.Text.Json;

namespace MlOps.Providers.Vertex.Logs;

/// <summary>Makes the lines of a log out of Cloud Logging's entries.</summary>
internal static class EntryLines
{
    private static readonly char[] s_lineEnds = ['\r', '\n'];

    /// <summary>Makes lines of an entry: one, unless its message has line breaks.</summary>
    /// <param name="job">The job that wrote it.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>The lines, all of the entry's time.</returns>
    public static IEnumerable<MlLogEvent> Of(MlJob job, LogEntry entry)
    {
        var instance = TerminalText.Clean(entry.Resource?.Labels?.GetValueOrDefault("task_name") ?? "");
        var severity = TerminalText.Clean(entry.Severity ?? "");
        return Message(entry).TrimEnd(s_lineEnds).Split('\n').Select(line => new MlLogEvent
        {
            Provider = job.Provider,
            JobName = job.Name,
            Time = entry.Time,
            Instance = instance,
            Severity = severity,
            Stream = MlLogStream.Unknown,
            Message = TerminalText.Clean(line.TrimEnd('\r')),
        });
    }

    /// <summary>A line of JSON that the training code printed is taken apart by the service; its message is what it had to say, and without one all of it is.</summary>
    private static string Message(LogEntry entry) =>
        entry.JsonPayload is { ValueKind: JsonValueKind.Object } json
            ? json.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : json.GetRawText()
            : entry.TextPayload ?? "";
}
