namespace MlOps;

/// <summary>How far two points are from each other in a parameter, squared. A parameter that does not apply is in the middle of its values, so that all points lie in one flat space.</summary>
internal static class PointDistance
{
    /// <summary>The square of the distance.</summary>
    public static double Square(SpaceAxis axis, double one, double other)
    {
        if (axis.Choices > 0)
        {
            return one == other || (double.IsNaN(one) && double.IsNaN(other)) ? 0 : double.IsNaN(one) || double.IsNaN(other) ? 0.5 * (1 - (1.0 / axis.Choices)) : 1;
        }

        var distance = (double.IsNaN(one) ? 0.5 : one) - (double.IsNaN(other) ? 0.5 : other);
        return distance * distance;
    }
}
