namespace MlOps.StandIn.Account;

/// <summary>One line of a log stream. The number counts over all streams and makes the event id.</summary>
internal sealed record LogEvent(string Stream, long Number, long Timestamp, long IngestionTime, string Message)
{
    public string Id => $"{Number:D56}";
}
