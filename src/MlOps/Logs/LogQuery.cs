namespace MlOps;

/// <summary>Which part of a job's log to read.</summary>
public sealed record LogQuery
{
    /// <summary>The whole log so far.</summary>
    public static LogQuery All { get; } = new();

    /// <summary>Only the last so many lines of what is there; <see langword="null"/> for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines of this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether to wait for new lines until the job has ended and every line is out.</summary>
    public bool Follow { get; init; }

    /// <summary>
    /// Only lines that match this regular expression are wanted, in any case. A provider may leave others out where its service can tell them apart; it need not, and who asks looks again.
    /// <see langword="null"/> for every line.
    /// </summary>
    public string? Pattern { get; init; }
}
