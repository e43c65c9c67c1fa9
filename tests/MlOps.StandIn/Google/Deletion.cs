namespace MlOps.StandIn.Google;

/// <summary>A deletion that is under way.</summary>
internal sealed record Deletion(string Name, CloudJob Job, DateTimeOffset Started)
{
    /// <summary>How often it was looked at.</summary>
    public int Polls { get; set; }

    public bool Done { get; set; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; set; }
}
