namespace MlOps;

/// <summary>
/// What is believed of a function after some of its values: a Gaussian process with a Matérn 5/2 kernel and a length for each parameter, as in Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006).
/// Lengths, scale and noise are those that are most probable, given the values and what is common.
/// </summary>
internal sealed class GaussianProcess
{
    private const double Root5 = 2.23606797749979;
    private readonly SpaceAxis[] _axes;
    private readonly int[] _free;
    private readonly double[][] _points;
    private readonly double[] _parameters;
    private readonly LowerTriangle _factor;
    private readonly double[] _solution;

    private GaussianProcess(SpaceAxis[] axes, int[] free, double[][] points, double[] parameters, LowerTriangle factor, double[] solution) =>
        (_axes, _free, _points, _parameters, _factor, _solution) = (axes, free, points, parameters, factor, solution);

    /// <summary>Believes some values, with what <see cref="KernelFit"/> found.</summary>
    /// <param name="space">The space.</param>
    /// <param name="points">The points.</param>
    /// <param name="values">The values there, about 0 and 1 in their mean and deviation.</param>
    /// <param name="parameters">The logarithms of the inverse squares of the lengths, of the scale and of the noise.</param>
    /// <returns>The process; <see langword="null"/> when numbers are not exact enough for it.</returns>
    public static GaussianProcess? Create(PointSpace space, double[][] points, double[] values, double[] parameters)
    {
        var free = FreeAxes(space);
        var matrix = new double[points.Length][];
        var process = new GaussianProcess(space.Axes, free, points, parameters, null!, null!);
        for (var i = 0; i < points.Length; i++)
        {
            matrix[i] = process.Covariances(points[i], i + 1);
            matrix[i][i] += Math.Exp(parameters[^1]);
        }

        return LowerTriangle.Factor(matrix) is { } factor ? new(space.Axes, free, points, parameters, factor, factor.Solve(values)) : null;
    }

    /// <summary>The parameters that have more than one value.</summary>
    public static int[] FreeAxes(PointSpace space) => [.. space.Axes.Index().Where(axis => !axis.Item.IsFixed).Select(axis => axis.Index)];

    /// <summary>What is believed of a point.</summary>
    public (double Mean, double Deviation) At(double[] point)
    {
        var covariances = Covariances(point, _points.Length);
        var part = _factor.InverseTimes(covariances);
        return (LowerTriangle.Dot(covariances, _solution), Math.Sqrt(Math.Max(Math.Exp(_parameters[^2]) - LowerTriangle.Dot(part, part), 1e-14)));
    }

    private double[] Covariances(double[] point, int count)
    {
        var distances = new double[count];
        for (var k = 0; k < _free.Length; k++)
        {
            var (d, weight) = (_free[k], Math.Exp(_parameters[k]));
            for (var i = 0; i < count; i++)
            {
                distances[i] += weight * PointDistance.Square(_axes[d], point[d], _points[i][d]);
            }
        }

        var scale = Math.Exp(_parameters[^2]);
        for (var i = 0; i < count; i++)
        {
            var root = Root5 * Math.Sqrt(distances[i]);
            distances[i] = scale * (1 + root + (root * root / 3)) * Math.Exp(-root);
        }

        return distances;
    }
}
