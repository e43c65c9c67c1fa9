namespace MlOps;

/// <summary>How the parameters of trials are chosen.</summary>
public enum MlTuningStrategy
{
    /// <summary>By what earlier trials have shown: the service's Bayesian optimization, or a tree-structured Parzen estimator here.</summary>
    Bayesian,

    /// <summary>Independently at random.</summary>
    Random,

    /// <summary>Every combination.</summary>
    Grid,

    /// <summary>Spread more evenly than at random, by a scrambled Sobol sequence.</summary>
    QuasiRandom,

    /// <summary>SageMaker's Hyperband; elsewhere, Bayesian with Hyperband pruning.</summary>
    Hyperband,
}
