namespace MlOps;

/// <summary>A search that MlOps runs itself, on one provider or several.</summary>
public sealed record StudySpec
{
    /// <summary>The search.</summary>
    public required TuningSpec Tuning { get; init; }

    /// <summary>The providers that run its trials.</summary>
    public required IReadOnlyList<StudyShare> Shares { get; init; }

    /// <summary>Why MlOps runs it, in one sentence.</summary>
    public string EngineReason { get; init; } = "";
}
