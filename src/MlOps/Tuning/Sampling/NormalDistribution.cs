namespace MlOps;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>Its density.</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>How much of it is below a number, to 15 digits: Hart (1968), as West gives it ("Better approximations to cumulative normal functions", Wilmott 2005).</summary>
    public static double Below(double x)
    {
        var z = Math.Abs(x);
        if (z > 37)
        {
            return x > 0 ? 1 : 0;
        }

        var tail = Math.Exp(-0.5 * z * z);
        if (z < 7.07106781186547)
        {
            var above = (((((((((((3.52624965998911e-02 * z) + 0.700383064443688) * z) + 6.37396220353165) * z) + 33.912866078383) * z) + 112.079291497871) * z) + 221.213596169931) * z) + 220.206867912376;
            var below = (((((((((((((8.83883476483184e-02 * z) + 1.75566716318264) * z) + 16.064177579207) * z) + 86.7807322029461) * z) + 296.564248779674) * z) + 637.333633378831) * z) + 793.826512519948) * z) + 440.413735824752;
            tail *= above / below;
        }
        else
        {
            tail /= 2.506628274631 * (z + (1 / (z + (2 / (z + (3 / (z + (4 / (z + 0.65)))))))));
        }

        return x > 0 ? 1 - tail : tail;
    }
}
