namespace MlOps;

/// <summary>
/// A density over points of a space: one kernel around each of some points, and one that is even over the space. A kernel is a product over parameters, normal for a range and mostly the point's own value for a
/// choice, so that what goes well together stays together. For a parameter that its point does not have, a kernel is even: a branch of the space that nothing is known of looks like the prior.
/// </summary>
internal sealed class ParzenEstimator
{
    private readonly PointSpace _space;
    private readonly double[][] _points;
    private readonly double[] _weights;
    private readonly double[] _logWeights;
    private readonly double[][] _deviations;
    private readonly double[][] _logScales;
    private readonly double _other;

    /// <summary>Makes the density.</summary>
    /// <param name="space">The space.</param>
    /// <param name="points">The points.</param>
    /// <param name="weights">How much each counts; the even kernel counts 1.</param>
    public ParzenEstimator(PointSpace space, double[][] points, double[] weights)
    {
        (_space, _points) = (space, points);
        var total = weights.Sum() + 1;
        _weights = [.. weights.Append(1).Select(weight => weight / total)];
        _logWeights = [.. _weights.Select(weight => Math.Log(weight))];
        _other = 1.0 / (points.Length + 1);
        _deviations = new double[space.Axes.Length][];
        _logScales = new double[space.Axes.Length][];
        for (var d = 0; d < space.Axes.Length; d++)
        {
            _deviations[d] = space.Axes[d].Choices > 0 || space.Axes[d].IsFixed ? [] : Deviations(d);
            _logScales[d] = [.. _deviations[d].Select((deviation, i) => LogScale(points[i][d], deviation))];
        }
    }

    /// <summary>Draws a point.</summary>
    public double[] Draw(SeededRandom random)
    {
        var at = random.NextUnit();
        var kernel = 0;
        while (kernel < _weights.Length - 1 && (at -= _weights[kernel]) >= 0)
        {
            kernel++;
        }

        var middle = kernel < _points.Length ? _points[kernel] : null;
        return _space.Create(d =>
        {
            var axis = _space.Axes[d];
            if (middle is null || double.IsNaN(middle[d]))
            {
                return axis.FromUnit(random.NextUnit());
            }

            return axis.Choices == 0 ? axis.Snap(random.NextNormalInUnit(middle[d], _deviations[d][kernel]))
                : random.NextUnit() < 1 / (1 + (_other * axis.Choices)) ? middle[d]
                : random.NextIndex(axis.Choices);
        });
    }

    /// <summary>The logarithm of the density at a point.</summary>
    public double LogDensity(double[] point)
    {
        Span<int> active = stackalloc int[point.Length];
        var count = 0;
        for (var d = 0; d < point.Length; d++)
        {
            if (!double.IsNaN(point[d]) && !_space.Axes[d].IsFixed)
            {
                active[count++] = d;
            }
        }

        var logs = new double[_logWeights.Length];
        var highest = double.NegativeInfinity;
        for (var i = 0; i < logs.Length; i++)
        {
            var log = _logWeights[i];
            for (var k = 0; k < count; k++)
            {
                log += LogKernel(i, active[k], point[active[k]]);
            }

            logs[i] = log;
            highest = Math.Max(highest, log);
        }

        var sum = 0.0;
        foreach (var log in logs)
        {
            // The others are less than a rounding error.
            sum += log > highest - 40 ? Math.Exp(log - highest) : 0;
        }

        return highest + Math.Log(sum);
    }

    private double LogKernel(int kernel, int d, double coordinate)
    {
        var choices = _space.Axes[d].Choices;
        if (kernel == _points.Length || double.IsNaN(_points[kernel][d]))
        {
            return choices > 0 ? -Math.Log(choices) : 0;
        }

        if (choices > 0)
        {
            return Math.Log((coordinate == _points[kernel][d] ? 1 + _other : _other) / (1 + (_other * choices)));
        }

        var distance = (coordinate - _points[kernel][d]) / _deviations[d][kernel];
        return _logScales[d][kernel] - (0.5 * distance * distance);
    }

    /// <summary>How wide the kernels are in a parameter.</summary>
    private double[] Deviations(int d)
    {
        var dimensions = _space.Axes.Count(axis => !axis.IsFixed);
        var known = _points.Count(point => !double.IsNaN(point[d]));
        var width = 0.2 * Math.Pow(Math.Max(known, 1), -1.0 / (dimensions + 4));
        var least = 1.0 / Math.Min(100, known + 1);
        return [.. _points.Select(point => double.IsNaN(point[d]) ? 1 : Math.Clamp(width, Math.Max(least, 0.5 * _space.Axes[d].Width(point[d])), 1))];
    }

    private static double LogScale(double middle, double deviation) =>
        double.IsNaN(middle) ? 0 : -Math.Log(deviation * Math.Sqrt(2 * Math.PI) * (NormalDistribution.Below((1 - middle) / deviation) - NormalDistribution.Below(-middle / deviation)));
}
