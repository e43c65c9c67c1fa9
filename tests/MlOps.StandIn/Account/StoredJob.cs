using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>A training or tuning job with the versions of its document that can still be seen.</summary>
internal sealed class StoredJob
{
    private readonly List<DocumentVersion> _versions = [];

    public StoredJob(JobKind kind, DateTimeOffset since, JsonObject document)
    {
        Kind = kind;
        Name = document[kind.NameMember]!.GetValue<string>();
        Arn = document[kind.ArnMember]!.GetValue<string>();
        _versions.Add(new(this, since, document));
    }

    public JobKind Kind { get; }

    public string Name { get; }

    public string Arn { get; }

    /// <summary>Set for the trial of a tuning job.</summary>
    public Trial? Trial { get; init; }

    /// <summary>Log lines that the job has written on its own so far.</summary>
    public int LinesWritten { get; set; }

    public DocumentVersion Current => _versions[^1];

    public JsonObject Document => Current.Document;

    public string Status => Current.Status;

    public bool Ended => Status is "Completed" or "Failed" or "Stopped";

    /// <summary>What the search index shows at a time; null when it does not know the job yet.</summary>
    public DocumentVersion? Indexed(DateTimeOffset now, TimeSpan lag) => lag == TimeSpan.Zero ? Current : _versions.FindLast(version => version.Since <= now - lag);

    /// <summary>Changes a copy of the document and makes it the current one.</summary>
    public void Change(DateTimeOffset now, TimeSpan lag, Action<JsonObject> change)
    {
        var document = (JsonObject)Document.DeepClone();
        change(document);
        document["LastModifiedTime"] = WireTime.Seconds(now);
        var shown = _versions.FindLastIndex(version => version.Since <= now - lag);
        if (lag == TimeSpan.Zero)
        {
            _versions.Clear();
        }
        else if (shown > 0)
        {
            _versions.RemoveRange(0, shown);
        }

        _versions.Add(new(this, now, document));
    }
}
