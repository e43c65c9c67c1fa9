using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>A job's document as it was from one moment on. Never changed: a change makes a new version.</summary>
internal sealed class DocumentVersion(StoredJob job, DateTimeOffset since, JsonObject document)
{
    private byte[]? _searchBytes;

    public StoredJob Job { get; } = job;

    public DateTimeOffset Since { get; } = since;

    public JsonObject Document { get; } = document;

    public string Status { get; } = document[job.Kind.StatusMember]!.GetValue<string>();

    public double CreationTime { get; } = WireTime.Seconds(document, "CreationTime") ?? 0;

    public double LastModifiedTime { get; } = WireTime.Seconds(document, "LastModifiedTime") ?? 0;

    /// <summary>What Search shows, made once: benchmarks read pages of these.</summary>
    public ReadOnlySpan<byte> SearchBytes =>
        _searchBytes ??= Encoding.UTF8.GetBytes($"{{\"{Job.Kind.Resource}\":{Job.Kind.Only(Document, Job.Kind.SearchMembers).ToJsonString()}}}");
}
