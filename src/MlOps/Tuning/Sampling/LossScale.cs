namespace MlOps;

/// <summary>Puts losses on a scale on which a smooth model can follow them: the better half as it is, the worse half by its logarithm, so that a few terrible trials do not flatten what is near the best.</summary>
internal static class LossScale
{
    /// <summary>Scales losses.</summary>
    /// <param name="losses">The losses; infinite ones count as the worst or best of the others.</param>
    /// <returns>With mean 0 and deviation 1; <see langword="null"/> when they say nothing because they are all the same.</returns>
    public static double[]? Scale(IReadOnlyList<double> losses)
    {
        var sorted = losses.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
        {
            return null;
        }

        var (least, middle) = (sorted[0], sorted[sorted.Length / 2]);
        var unit = middle - least;
        if (!(unit > 0))
        {
            unit = sorted[^1] - least;
        }

        if (!(unit > 0) || !double.IsFinite(unit))
        {
            return null;
        }

        var scaled = losses.Select(loss =>
        {
            var place = (Math.Clamp(loss, least, sorted[^1]) - least) / unit;
            return place > 1 ? 1 + Math.Log(place) : place;
        }).ToArray();
        var mean = scaled.Average();
        var deviation = Math.Sqrt(scaled.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? [.. scaled.Select(value => (value - mean) / deviation)] : null;
    }
}
