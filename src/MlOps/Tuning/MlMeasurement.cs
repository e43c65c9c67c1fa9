namespace MlOps;

/// <summary>Which of the values that a trial reports is its result.</summary>
public enum MlMeasurement
{
    /// <summary>The last.</summary>
    Last,

    /// <summary>The best.</summary>
    Best,
}
