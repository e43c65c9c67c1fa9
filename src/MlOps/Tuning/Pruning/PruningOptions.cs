namespace MlOps;

/// <summary>The numbers of a pruning rule. What is not set has its rule's own default; the names and defaults are those of Optuna.</summary>
public sealed record PruningOptions
{
    /// <summary>Median, percentile: how many trials have to be complete before any is ended. 5 by default.</summary>
    public int? StartupTrials { get; init; }

    /// <summary>Median, percentile: up to and including which step none is ended. 0 by default.</summary>
    public long? WarmupSteps { get; init; }

    /// <summary>Median, percentile: after how many steps it is looked at again. 1 by default.</summary>
    public long? Interval { get; init; }

    /// <summary>Median, percentile: how many complete trials have to have a value up to the step. 1 by default.</summary>
    public int? MinTrials { get; init; }

    /// <summary>Percentile: which part of the trials, in percent, is good enough to go on. 25 by default.</summary>
    public double? Percentile { get; init; }

    /// <summary>Successive halving and Hyperband: the step of the first rung. By default a hundredth of the longest complete trial (while none is complete, of the longest so far), at least 1; for Hyperband 1.</summary>
    public long? MinResource { get; init; }

    /// <summary>Hyperband: the step at which a trial ends by itself. By default found from the complete trials, as the longest; while none is complete, as one rung beyond the longest so far.</summary>
    public long? MaxResource { get; init; }

    /// <summary>Successive halving and Hyperband: one in how many goes on at a rung, and by how much the next one is further. 4 and 3 by default.</summary>
    public int? ReductionFactor { get; init; }

    /// <summary>Successive halving: how many rungs are left out at the beginning. 0 by default.</summary>
    public int? EarlyStoppingRate { get; init; }

    /// <summary>Successive halving and Hyperband: how many trials a rung has to have before it ends any. 0 by default.</summary>
    public int? BootstrapCount { get; init; }

    /// <summary>Any rule: for how many reports a trial may fail to get better before the rule is asked at all. Without it, the rule is asked at each report.</summary>
    public int? Patience { get; init; }

    /// <summary>With <see cref="Patience"/>: by how much it has to get better. 0 by default.</summary>
    public double? MinDelta { get; init; }
}
