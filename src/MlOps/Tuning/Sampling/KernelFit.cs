namespace MlOps;

/// <summary>Finds the lengths, the scale and the noise of a <see cref="GaussianProcess"/> that are most probable, by steps whose size each parameter has for itself (Rprop: Riedmiller and Braun, 1993).</summary>
internal sealed class KernelFit
{
    private const double Root5 = 2.23606797749979;
    private const double MiddleNoise = 1e-4;

    // How far the logarithms of lengths, of the scale and of the noise commonly are from their middles.
    private const double LengthSpread = 1.2;
    private const double ScaleSpread = 1;
    private const double NoiseSpread = 2.5;

    // Of one parameter, in parts of its range.
    private const double MiddleLength = 0.4;
    private const double FirstStep = 0.4;
    private const double LargestStep = 1.2;
    private readonly double[][][] _squares;
    private readonly double[] _values;
    private readonly double _middleLength;

    /// <summary>Takes the values down.</summary>
    /// <param name="space">The space.</param>
    /// <param name="points">The points.</param>
    /// <param name="values">The values there, about 0 and 1 in their mean and deviation.</param>
    public KernelFit(PointSpace space, double[][] points, double[] values)
    {
        var free = GaussianProcess.FreeAxes(space);
        _values = values;
        _squares = new double[free.Length][][];
        for (var k = 0; k < free.Length; k++)
        {
            var d = free[k];
            _squares[k] = [.. points.Select((point, i) => points.Take(i).Select(other => PointDistance.Square(space.Axes[d], point[d], other[d])).ToArray())];
        }

        // In more dimensions points are further from each other, and yet something can be learnt (Hvarfner et al., "Vanilla Bayesian Optimization Performs Great in High Dimensions", 2024).
        _middleLength = Math.Log(MiddleLength) + (0.5 * Math.Log(Math.Max(free.Length, 1)));
    }

    /// <summary>The most probable parameters.</summary>
    /// <param name="steps">How many steps are made at most.</param>
    /// <returns>The logarithms of the inverse squares of the lengths, of the scale and of the noise.</returns>
    public double[] Find(int steps)
    {
        var count = _squares.Length + 2;
        var parameters = Enumerable.Repeat(-2 * _middleLength, count).ToArray();
        (parameters[^2], parameters[^1]) = (0, Math.Log(1e-3));
        var sizes = Enumerable.Repeat(FirstStep, count).ToArray();
        var before = new double[count];
        var (best, most) = (parameters.ToArray(), double.NegativeInfinity);
        for (var step = 0; step < steps; step++)
        {
            var gradient = new double[count];
            var probability = Probability(parameters, gradient);
            if (probability > most)
            {
                (best, most) = (parameters.ToArray(), probability);
            }

            for (var k = 0; k < count; k++)
            {
                var turn = gradient[k] * before[k];
                sizes[k] = turn > 0 ? Math.Min(1.3 * sizes[k], LargestStep) : turn < 0 ? 0.4 * sizes[k] : sizes[k];
                before[k] = turn < 0 ? 0 : gradient[k];
                parameters[k] += sizes[k] * Math.Sign(before[k]);
            }

            parameters[^1] = Math.Clamp(parameters[^1], Math.Log(1e-7), 1);
        }

        return best;
    }

    /// <summary>The logarithm of how probable parameters are, but for a constant, and where it rises.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Takes how steeply it rises with each.</param>
    public double Probability(double[] parameters, double[] gradient)
    {
        var count = _values.Length;
        var weights = parameters.Select(Math.Exp).ToArray();
        var (scale, noise) = (weights[^2], weights[^1]);
        var matrix = new double[count][];
        var slopes = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var distances = new double[i + 1];
            for (var k = 0; k < _squares.Length; k++)
            {
                var (squares, weight) = (_squares[k][i], weights[k]);
                for (var j = 0; j < i; j++)
                {
                    distances[j] += weight * squares[j];
                }
            }

            var slope = new double[i];
            for (var j = 0; j < i; j++)
            {
                var root = Root5 * Math.Sqrt(distances[j]);
                var fall = scale * Math.Exp(-root);
                distances[j] = fall * (1 + root + (root * root / 3));
                slope[j] = -5.0 / 6 * fall * (1 + root);
            }

            distances[i] = scale + noise;
            (matrix[i], slopes[i]) = (distances, slope);
        }

        var kernel = matrix.Select(row => row.ToArray()).ToArray();
        if (LowerTriangle.Factor(matrix) is not { } factor)
        {
            // More noise makes it one.
            gradient[^1] = 1;
            return double.NegativeInfinity;
        }

        var solution = factor.Solve(_values);
        var (ofScale, ofNoise) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                // Both halves of the matrix.
                var pull = (solution[i] * solution[j]) - factor.Inverse(i, j);
                ofScale += pull * kernel[i][j];
                slopes[i][j] *= pull;
            }

            var self = 0.5 * ((solution[i] * solution[i]) - factor.Inverse(i, i));
            ofScale += self * scale;
            ofNoise += self * noise;
        }

        for (var k = 0; k < _squares.Length; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < count; i++)
            {
                sum += LowerTriangle.Dot(slopes[i], _squares[k][i]);
            }

            gradient[k] = weights[k] * sum;
        }

        (gradient[^2], gradient[^1]) = (ofScale, ofNoise);
        var probability = -0.5 * (LowerTriangle.Dot(_values, solution) + factor.LogDeterminant);
        for (var k = 0; k < parameters.Length; k++)
        {
            var (middle, deviation) = k < _squares.Length ? (-2 * _middleLength, 2 * LengthSpread) : k == _squares.Length ? (0, ScaleSpread) : (Math.Log(MiddleNoise), NoiseSpread);
            var off = (parameters[k] - middle) / deviation;
            probability -= 0.5 * off * off;
            gradient[k] -= off / deviation;
        }

        return probability;
    }
}
