namespace MlOps.Tests.Tuning.Sampling;

/// <summary>The models that the sampler believes in.</summary>
public sealed class SearchModelTests
{
    private static readonly PointSpace s_mixed = new(Spaces.Mixed());

    private static double[][] Points(PointSpace space, int count, long seed = 1)
    {
        var random = new SeededRandom(seed, 0);
        return [.. Enumerable.Range(0, count).Select(_ => space.Create(d => space.Axes[d].FromUnit(random.NextUnit())))];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(33)]
    public void A_factor_solves_and_inverts(int count)
    {
        var random = new SeededRandom(count, 1);
        var roots = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, count).Select(_ => random.NextNormal()).ToArray()).ToArray();
        var matrix = roots.Select((row, i) => roots.Select((other, j) => row.Zip(other, (a, b) => a * b).Sum() + (i == j ? 1 : 0)).ToArray()).ToArray();
        var wanted = Enumerable.Range(0, count).Select(_ => random.NextNormal()).ToArray();
        var right = matrix.Select(row => row.Zip(wanted, (a, b) => a * b).Sum()).ToArray();
        var factor = LowerTriangle.Factor([.. matrix.Select((row, i) => row[..(i + 1)])])!;

        Assert.All(factor.Solve(right).Zip(wanted), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var cell = Enumerable.Range(0, count).Sum(k => matrix[i][k] * factor.Inverse(Math.Max(k, j), Math.Min(k, j)));
                Assert.Equal(i == j ? 1 : 0, cell, 1e-9);
            }
        }
    }

    [Fact]
    public void A_matrix_that_is_not_positive_has_no_factor() => Assert.Null(LowerTriangle.Factor([[1], [2, 1]]));

    [Fact]
    public void The_slope_of_the_probability_is_its_slope()
    {
        var points = Points(s_mixed, 25);
        var random = new SeededRandom(3, 3);
        var fit = new KernelFit(s_mixed, points, [.. points.Select(_ => random.NextNormal())]);
        var count = GaussianProcess.FreeAxes(s_mixed).Length + 2;
        var at = Enumerable.Range(0, count).Select(k => k == count - 1 ? -2 : 0.3 * random.NextNormal()).ToArray();
        var gradient = new double[count];
        _ = fit.Probability(at, gradient);
        for (var k = 0; k < count; k++)
        {
            var (up, down) = (at.ToArray(), at.ToArray());
            (up[k], down[k]) = (at[k] + 1e-5, at[k] - 1e-5);
            Assert.Equal((fit.Probability(up, new double[count]) - fit.Probability(down, new double[count])) / 2e-5, gradient[k], 1e-5 * (1 + Math.Abs(gradient[k])));
        }
    }

    [Fact]
    public void A_process_is_sure_of_what_it_was_told_and_not_of_what_is_far()
    {
        var space = new PointSpace(Spaces.Plane());
        var points = Points(space, 20).Select(point => new[] { 0.4 * point[0], 0.4 * point[1] }).ToArray();
        var values = points.Select(point => Math.Sin(6 * point[0]) + point[1]).ToArray();
        var process = GaussianProcess.Create(space, points, values, [Math.Log(10), Math.Log(10), 0, Math.Log(1e-7)])!;

        Assert.All(points.Zip(values), pair => Assert.Equal(pair.Second, process.At(pair.First).Mean, 1e-3));
        Assert.All(points, point => Assert.True(process.At(point).Deviation < 1e-2));
        Assert.True(process.At([1, 1]).Deviation > 0.3);
    }

    [Fact]
    public void A_parameter_without_effect_becomes_long()
    {
        var space = new PointSpace(Spaces.Plane());
        var points = Points(space, 40);
        var parameters = new KernelFit(space, points, [.. points.Select(point => 1.4 * Math.Sin(8 * point[0]))]).Find(40);

        Assert.True(parameters[0] > parameters[1] + 2, $"{parameters[0]} {parameters[1]}");
    }

    [Fact]
    public void Losses_keep_their_order_on_a_scale_that_is_not_for_outliers()
    {
        var losses = new[] { 3, 1e300, 2, double.PositiveInfinity, 1, 2.5, 1e9, double.NegativeInfinity };
        var scaled = LossScale.Scale(losses)!;

        Assert.Equal(0, scaled.Average(), 1e-9);
        Assert.Equal(1, scaled.Average(value => value * value), 1e-9);
        Assert.Equal(scaled[1], scaled[3]);
        Assert.Equal(scaled[4], scaled[7]);
        Assert.Equal([4, 2, 5, 0, 6, 1], new[] { 0, 1, 2, 4, 5, 6 }.OrderBy(i => scaled[i]));
    }

    [Fact]
    public void Losses_that_say_nothing_have_no_scale()
    {
        Assert.Null(LossScale.Scale([]));
        Assert.Null(LossScale.Scale([2, 2, 2]));
        Assert.Null(LossScale.Scale([double.PositiveInfinity, double.PositiveInfinity]));
        Assert.Null(LossScale.Scale([double.MaxValue, double.MinValue, double.MaxValue]));
    }

    [Fact]
    public void A_density_is_one_in_all()
    {
        // Of points that are drawn evenly, the mean density is 1 divided by how many values choices and counted ranges have; so weigh by what an even density would be.
        var space = new PointSpace(Spaces.Losses());
        var estimator = new ParzenEstimator(space, Points(space, 6), [1, 1, 1, 0.5, 1, 1]);
        var even = new ParzenEstimator(space, [], []);

        Assert.Equal(1, Points(space, 100_000, 7).Average(point => Math.Exp(estimator.LogDensity(point) - even.LogDensity(point))), 0.03);
    }

    [Fact]
    public void What_is_drawn_is_where_the_density_is()
    {
        var space = new PointSpace(Spaces.Plane());
        var estimator = new ParzenEstimator(space, [.. Enumerable.Repeat(new[] { 0.2, 0.9 }, 9)], [.. Enumerable.Repeat(1.0, 9)]);
        var random = new SeededRandom(0, 0);
        var drawn = Enumerable.Range(0, 2000).Select(_ => estimator.Draw(random)).ToList();

        Assert.All(drawn, point => Assert.All(point, x => Assert.InRange(x, 0, 1)));
        Assert.True(estimator.LogDensity([0.2, 0.9]) > estimator.LogDensity([0.9, 0.2]) + 0.5);
        Assert.True(drawn.Average(point => point[0]) < 0.45 && drawn.Average(point => point[1]) > 0.6);
    }
}
