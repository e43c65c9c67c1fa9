namespace MlOps;

/// <summary>What a search that begins with the results of earlier ones has in common with them (SageMaker's <c>WarmStartType</c>).</summary>
public enum MlWarmStart
{
    /// <summary>Data and algorithm.</summary>
    IdenticalDataAndAlgorithm,

    /// <summary>Less than that.</summary>
    TransferLearning,
}
