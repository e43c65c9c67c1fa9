namespace MlOps;

/// <summary>By which rule a trial that is not promising is ended early.</summary>
public enum MlPruning
{
    /// <summary>By none.</summary>
    None,

    /// <summary>When its best value so far is worse than the median of the other trials at the same step.</summary>
    Median,

    /// <summary>When its best value so far is worse than a percentile of the other trials at the same step.</summary>
    Percentile,

    /// <summary>When it is not among the best part of those that reached a rung (Li et al., "A System for Massively Parallel Hyperparameter Tuning", 2020).</summary>
    SuccessiveHalving,

    /// <summary>Successive halving, asynchronous: another word for the same.</summary>
    Asha = SuccessiveHalving,

    /// <summary>Several successive halvings that begin at different steps (Li et al., "Hyperband", 2018).</summary>
    Hyperband,
}
