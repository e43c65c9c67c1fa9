using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>One entry of a log, and from when on it can be read.</summary>
internal sealed record LogEntry(string Job, string InsertId, DateTimeOffset Timestamp, DateTimeOffset Received, int Severity, JsonObject Document) : IComparable<LogEntry>
{
    private byte[]? _bytes;

    public ReadOnlySpan<byte> Bytes => _bytes ??= Encoding.UTF8.GetBytes(Document.ToJsonString());

    /// <summary>Its place in the order of all.</summary>
    public string Position => string.Create(CultureInfo.InvariantCulture, $"{Timestamp.UtcTicks:D19}|{InsertId}");

    public int CompareTo(LogEntry? other) => other is null ? 1
        : Timestamp != other.Timestamp ? Timestamp.CompareTo(other.Timestamp) : string.CompareOrdinal(InsertId, other.InsertId);
}
