using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>A custom job, tuning job or pipeline. Its document is replaced, never changed in place.</summary>
internal sealed class CloudJob
{
    private byte[]? _listBytes;

    public CloudJob(ResourceKind kind, string location, string id, JsonObject document)
    {
        (Kind, Location, Id) = (kind, location, id);
        DisplayName = document["displayName"]?.GetValue<string>() ?? "";
        Created = GoogleTime.Of(document, "createTime") ?? default;
        Labels = (document["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => label.Value!.GetValue<string>(), StringComparer.Ordinal);
        Document = document;
        State = document["state"]?.GetValue<string>() ?? $"{kind.Prefix}UNSPECIFIED";
    }

    public ResourceKind Kind { get; }

    public string Location { get; }

    public string Id { get; }

    public string DisplayName { get; }

    public DateTimeOffset Created { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public JsonObject Document { get; private set; }

    public string State { get; private set; }

    /// <summary>Set for the trial of a tuning job.</summary>
    public CloudTrial? Trial { get; init; }

    /// <summary>The trials of a tuning job, oldest first.</summary>
    public List<CloudJob> Trials { get; } = [];

    /// <summary>How many lines each of its replicas has written on its own.</summary>
    public int LinesWritten { get; set; }

    public string Name => Document["name"]!.GetValue<string>();

    public bool Ended => State[Kind.Prefix.Length..] is "SUCCEEDED" or "FAILED" or "CANCELLED" or "EXPIRED" or "PARTIALLY_SUCCEEDED";

    /// <summary>What a list shows, made once: benchmarks read pages of these.</summary>
    public ReadOnlySpan<byte> ListBytes => _listBytes ??= Encoding.UTF8.GetBytes(Document.ToJsonString());

    /// <summary>The names of its replicas: <c>workerpool0-0</c>, <c>workerpool1-0</c> …</summary>
    public IEnumerable<string> Tasks =>
        ((Document["jobSpec"] ?? Document["trialJobSpec"])?["workerPoolSpecs"] as JsonArray ?? [])
        .SelectMany((pool, i) => Enumerable.Range(0, (int)JobChecks.Whole(pool?["replicaCount"], 1)).Select(replica => $"workerpool{i}-{replica}"));

    public void Change(DateTimeOffset at, Action<JsonObject> change)
    {
        var document = (JsonObject)Document.DeepClone();
        change(document);
        document["updateTime"] = GoogleTime.Text(at);
        Document = document;
        State = document["state"]?.GetValue<string>() ?? $"{Kind.Prefix}UNSPECIFIED";
        _listBytes = null;
    }
}
