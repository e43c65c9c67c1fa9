namespace MlOps;

/// <summary>How the values of a range are spread over it.</summary>
public enum MlRangeScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Evenly in the logarithm: as many between 0.001 and 0.01 as between 0.01 and 0.1. The range has to be above zero.</summary>
    Log,

    /// <summary>Evenly in the logarithm of the distance from one, for values such as 0.9, 0.99, 0.999. The range has to be from zero on and below one.</summary>
    ReverseLog,
}
