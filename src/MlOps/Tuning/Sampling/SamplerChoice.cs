namespace MlOps;

/// <summary>The sampler of a strategy.</summary>
public static class SamplerChoice
{
    /// <summary>Makes one.</summary>
    /// <param name="strategy">How parameters are to be chosen.</param>
    /// <param name="space">The search space.</param>
    /// <param name="seed">What makes the search repeatable.</param>
    /// <returns>The sampler.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the strategy is a grid, and a range of the space is not counted.</exception>
    public static ISampler Create(MlTuningStrategy strategy, SearchSpace space, long seed) => strategy switch
    {
        MlTuningStrategy.Random => new RandomSampler(seed),
        MlTuningStrategy.Grid => new GridSampler(space),
        MlTuningStrategy.QuasiRandom => new QuasiRandomSampler(seed),

        // What Hyperband adds is in its pruner.
        MlTuningStrategy.Bayesian or MlTuningStrategy.Hyperband => new TpeSampler(seed),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, null),
    };
}
