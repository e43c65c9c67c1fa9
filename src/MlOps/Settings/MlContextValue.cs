namespace MlOps;

/// <summary>A setting with its value and where that comes from.</summary>
public sealed record MlContextValue
{
    /// <summary>The setting's name.</summary>
    public required string Name { get; init; }

    /// <summary>The value in force; <see langword="null"/> when there is none, or none that can be used.</summary>
    public string? Value { get; init; }

    /// <summary>The kind of place that it comes from.</summary>
    public ContextSource Source { get; init; } = ContextSource.None;

    /// <summary>The very place: an environment variable, a file.</summary>
    public string SourceDetail { get; init; } = "";

    /// <summary>Why the place does not give a value that can be used, in one sentence; empty when all is well.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What the setting is.</summary>
    public string Description { get; init; } = "";
}
