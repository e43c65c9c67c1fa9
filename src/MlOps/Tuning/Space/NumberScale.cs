namespace MlOps;

/// <summary>What makes a scale linear: its function, and the inverse of that.</summary>
internal static class NumberScale
{
    /// <summary>From a value to the line on which values are spread evenly.</summary>
    public static double Forward(MlRangeScale scale, double value) => scale switch
    {
        MlRangeScale.Log => Math.Log(value),
        MlRangeScale.ReverseLog => -Math.Log(1 - value),
        _ => value,
    };

    /// <summary>Back from that line.</summary>
    public static double Back(MlRangeScale scale, double place) => scale switch
    {
        MlRangeScale.Log => Math.Exp(place),
        MlRangeScale.ReverseLog => 1 - Math.Exp(-place),
        _ => place,
    };
}
