namespace MlOps.StandIn.Account;

/// <summary>The log group of training jobs. It is there from the first line on, as in an account where nothing has run yet.</summary>
internal sealed class LogStore
{
    public const string Group = "/aws/sagemaker/TrainingJobs";

    private readonly SortedDictionary<string, List<LogEvent>> _streams = new(StringComparer.Ordinal);
    private long _written;

    public bool GroupExists { get; set; }

    public IReadOnlyDictionary<string, List<LogEvent>> Streams => _streams;

    /// <summary>The stream of one of a job's machines, counted from 1.</summary>
#pragma warning disable CA1822 // Belongs to the store.
    public string StreamOf(StoredJob job, int instance) =>
        $"{job.Name}/algo-{instance}-{(long)(WireTime.Seconds(job.Document, "TrainingStartTime") ?? job.Current.CreationTime)}";
#pragma warning restore CA1822

    public void Write(string stream, IEnumerable<string> lines, long timestamp, long ingested)
    {
        GroupExists = true;
        if (!_streams.TryGetValue(stream, out var events))
        {
            _streams[stream] = events = [];
        }

        events.AddRange(lines.Select(line => new LogEvent(stream, ++_written, timestamp, ingested, line)));
    }

    public IEnumerable<LogEvent> EventsBelow(string prefix) => _streams.Where(stream => stream.Key.StartsWith(prefix, StringComparison.Ordinal)).SelectMany(stream => stream.Value);
}
