namespace MlOps;

/// <summary>Where a trial stands, as far as a search is concerned.</summary>
public enum StudyTrialState
{
    /// <summary>It was begun and has not ended.</summary>
    Running,

    /// <summary>It ended with a value.</summary>
    Complete,

    /// <summary>It was ended early because it was not promising, or by its time limit; what it reported counts.</summary>
    Pruned,

    /// <summary>It says nothing of its parameters: it failed, had no value, or was stopped by somebody.</summary>
    Failed,
}
