namespace MlOps;

/// <summary>What came of a check.</summary>
public enum MlCheckResult
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Works, but something that may be wanted is missing.</summary>
    Warning,

    /// <summary>Something that jobs need is missing.</summary>
    Failed,
}
