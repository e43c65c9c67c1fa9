using System.Text.Json;

namespace MlOps.Providers.Vertex.Logs;

// The parts of Cloud Logging's documents that MlOps reads and writes (logging.v2, entries.list).

internal sealed record ListLogEntriesRequest
{
    public required IReadOnlyList<string> ResourceNames { get; init; }

    public required string Filter { get; init; }

    public required string OrderBy { get; init; }

    public required int PageSize { get; init; }

    public string? PageToken { get; init; }
}

internal sealed record ListLogEntriesResponse
{
    public IReadOnlyList<LogEntry>? Entries { get; init; }

    public string? NextPageToken { get; init; }
}

internal sealed record LogEntry
{
    public string? InsertId { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public DateTimeOffset? ReceiveTimestamp { get; init; }

    public string? Severity { get; init; }

    public string? TextPayload { get; init; }

    public JsonElement? JsonPayload { get; init; }

    public MonitoredResource? Resource { get; init; }

    /// <summary>When it was written, as near as the service knows.</summary>
    public DateTimeOffset Time => Timestamp ?? ReceiveTimestamp ?? DateTimeOffset.UnixEpoch;
}

internal sealed record MonitoredResource
{
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
