namespace MlOps;

/// <summary>How much better than the best a point is expected to be, by its logarithm, which tells apart points of which next to nothing is expected (Ament et al., "Unexpected Improvements to Expected Improvement", 2023).</summary>
/// <param name="process">What is believed.</param>
/// <param name="best">The best.</param>
internal sealed class ExpectedImprovement(GaussianProcess process, double best)
{
    private static readonly double s_halfLog = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>The logarithm of the expected improvement at a point.</summary>
    public double LogAt(double[] point)
    {
        var (mean, deviation) = process.At(point);
        var z = (best - mean) / deviation;
        var log = z > -10 ? Math.Log(NormalDistribution.Density(z) + (z * NormalDistribution.Below(z))) : (-0.5 * z * z) - s_halfLog - (2 * Math.Log(-z));
        return Math.Log(deviation) + log;
    }
}
