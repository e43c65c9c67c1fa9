namespace MlOps.Providers.Local;

/// <summary>What is kept of a local job in its <c>job.json</c>: written whole when it is created, and once more when it has ended.</summary>
public sealed record LocalJobDocument
{
    /// <summary>An id that no other job has, not even a later one of the same name.</summary>
    public required string Id { get; init; }

    /// <summary>The job's name, which is also the name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The machine that runs it.</summary>
    public required LocalMachine Machine { get; init; }

    /// <summary>The container image; empty for a plain process.</summary>
    public string Image { get; init; } = "";

    /// <summary>The program and its leading arguments, as they were given.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The hyperparameters, in the order in which they were rendered.</summary>
    public IReadOnlyDictionary<string, object?> Hyperparameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>The arguments after the hyperparameters, as they were given.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The input channels.</summary>
    public IReadOnlyDictionary<string, string> InputData { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that the code was copied from. Settable, so that a document from before it was kept has none instead of null.</summary>
    public string SourceDirectory { get; set; } = "";

    /// <summary>The job's own environment variables, as they were given. Settable, so that a document from before it was kept has none of them instead of null.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How metrics are read from the log.</summary>
    public IReadOnlyDictionary<string, string> MetricPatterns { get; init; } = new Dictionary<string, string>();

    /// <summary>What is run, and how.</summary>
    public required LocalLaunch Launch { get; init; }

    /// <summary>How it ended; <see langword="null"/> until that is known.</summary>
    public LocalJobEnd? End { get; init; }
}
