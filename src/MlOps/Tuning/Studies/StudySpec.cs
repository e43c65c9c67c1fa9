namespace MlOps;

/// <summary>A search that MlOps runs itself, on one or several providers.</summary>
public sealed record StudySpec
{
    /// <summary>The search. Its job is that of the first share, and its number of trials at once that of all shares.</summary>
    public required TuningSpec Tuning { get; init; }

    /// <summary>The providers that its trials run on, at least one.</summary>
    public required IReadOnlyList<StudyShare> Shares { get; init; }

    /// <summary>Why MlOps runs it, in a sentence.</summary>
    public string EngineReason { get; init; } = "";
}
