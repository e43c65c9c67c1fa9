using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>The log entries of a project.</summary>
internal sealed class EntryLog(CloudProjectOptions options)
{
    private readonly Dictionary<string, List<LogEntry>> _byJob = [];
    private long _written;

    public IEnumerable<LogEntry> All => _byJob.Values.SelectMany(entries => entries);

    public IReadOnlyList<LogEntry> Of(string job) => _byJob.TryGetValue(job, out var entries) ? entries : [];

    /// <param name="source">Whose log it is: the job's id, its location, and the trial's when it is one.</param>
    /// <param name="task">The replica, such as <c>workerpool0-0</c>.</param>
    /// <param name="message">The text.</param>
    /// <param name="json">Whether it is <c>jsonPayload.message</c> and not <c>textPayload</c>.</param>
    /// <param name="severity">DEFAULT, INFO, ERROR and so on.</param>
    /// <param name="time">When it was written.</param>
    /// <param name="late">How much later than the others it can be read; null: as the options have it.</param>
    public void Write(LogSource source, string task, string message, bool json, string severity, DateTimeOffset time, TimeSpan? late = null)
    {
        var number = ++_written;
        late ??= options.LateEvery > 0 && number % options.LateEvery == 0 ? options.LateBy : TimeSpan.Zero;
        var received = time + options.LogDelay + late.Value;
        // Entries of one moment are in the order in which they were written, which the service does not promise either.
        var id = string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + (number % 7))}{number:x10}");
        if (_byJob.GetValueOrDefault(source.Job) is not { } entries)
        {
            _byJob[source.Job] = entries = [];
        }

        if (entries.Count > 0 && entries[^1].Timestamp == time)
        {
            id = $"{entries[^1].InsertId[0]}{id[1..]}";
        }

        var document = new JsonObject
        {
            ["insertId"] = id,
            ["logName"] = $"projects/{options.Project}/logs/{task}",
            ["receiveTimestamp"] = GoogleTime.Text(received),
            ["resource"] = new JsonObject
            {
                ["type"] = "ml_job",
                ["labels"] = new JsonObject { ["job_id"] = source.Job, ["project_id"] = options.Project, ["task_name"] = task },
            },
            ["timestamp"] = GoogleTime.Text(time),
        };
        if (severity != "DEFAULT")
        {
            document["severity"] = severity;
        }

        var labels = new JsonObject { ["ml.googleapis.com/endpoint"] = "" };
        if (source.Trial is not null)
        {
            labels["ml.googleapis.com/trial_id"] = source.Trial;
        }

        document["labels"] = labels;
        if (json)
        {
            document["jsonPayload"] = new JsonObject { ["message"] = message, ["levelname"] = severity };
        }
        else
        {
            document["textPayload"] = message;
        }

        entries.Add(new(source.Job, id, time, received, LogFilter.Severity(severity) ?? 0, document));
    }
}
