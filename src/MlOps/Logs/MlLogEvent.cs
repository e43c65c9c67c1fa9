namespace MlOps;

/// <summary>One line of a job's log.</summary>
public sealed record MlLogEvent
{
    /// <summary>The provider of the job.</summary>
    public required string Provider { get; init; }

    /// <summary>The name of the job.</summary>
    public required string JobName { get; init; }

    /// <summary>When the line was written, as near as the provider knows.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The machine or process that wrote it: <c>0</c>, <c>algo-1</c>, <c>workerpool0-0</c>.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Standard output or standard error.</summary>
    public MlLogStream Stream { get; init; }

    /// <summary>How grave it is, in the provider's word: <c>INFO</c>, <c>ERROR</c>; empty where the provider does not say.</summary>
    public string Severity { get; init; } = "";

    /// <summary>The line, without its line end and without terminal control sequences.</summary>
    public required string Message { get; init; }

    /// <summary>The line.</summary>
    /// <returns><see cref="Message"/>.</returns>
    public override string ToString() => Message;
}
