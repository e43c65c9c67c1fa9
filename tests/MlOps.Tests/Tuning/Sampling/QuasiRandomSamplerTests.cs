namespace MlOps.Tests.Tuning.Sampling;

/// <summary>Points that are spread more evenly than chance spreads them.</summary>
public sealed class QuasiRandomSamplerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(63)]
    public void Of_so_many_points_as_there_are_strata_each_has_one(int dimension)
    {
        foreach (var seed in new[] { 0L, 1, -5, long.MaxValue })
        {
            for (var power = 0; power <= 10; power++)
            {
                var count = 1 << power;
                foreach (var first in new[] { 0, 3 * count })
                {
                    Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(first, count).Select(index => (int)(count * SobolSequence.At(seed, index, dimension))).Order());
                }
            }
        }
    }

    [Fact]
    public void Pairs_of_the_first_dimensions_fill_every_box_of_a_grid()
    {
        // The first two dimensions are a (0, m, 2)-net: each box of any shape with the area 1/64 has one of 64 points.
        for (var seed = 0; seed < 20; seed++)
        {
            for (var columns = 1; columns <= 64; columns *= 2)
            {
                var boxes = Enumerable.Range(0, 64).Select(index => ((int)(columns * SobolSequence.At(seed, index, 0)), (int)(64 / columns * SobolSequence.At(seed, index, 1)))).Distinct();
                Assert.Equal(64, boxes.Count());
            }
        }
    }

    [Fact]
    public void Further_dimensions_than_there_are_numbers_for_are_in_the_range()
    {
        Assert.Equal(64, SobolSequence.Dimensions);
        Assert.All(Enumerable.Range(0, 200), dimension => Assert.InRange(SobolSequence.At(3, 17, dimension), 0, 1));
        Assert.Equal(200, Enumerable.Range(0, 200).Select(dimension => SobolSequence.At(3, 17, dimension)).Distinct().Count());
    }

    [Fact]
    public void Boxes_get_their_share_more_nearly_than_from_chance()
    {
        var space = SearchSpace.Create([.. Enumerable.Range(0, 5).Select(i => Spaces.Entry($"p{i}", Spaces.Range(0, 1)))]);

        for (var seed = 0; seed < 5; seed++)
        {
            Assert.True(2 * Discrepancy(new QuasiRandomSampler(seed)) < Discrepancy(new RandomSampler(seed)));
        }

        // The mean square of how far the share of the points in a box from the origin is from its volume (Warnock 1972).
        double Discrepancy(ISampler sampler)
        {
            var points = Spaces.Search(space, sampler, 128, _ => 0).Trials.Select(trial => trial.Values.Values.Select(value => (double)value!).ToArray()).ToArray();
            var single = points.Sum(point => point.Aggregate(1.0, (product, x) => product * (1 - (x * x)) / 2));
            var pairs = points.Sum(one => points.Sum(other => one.Zip(other, Math.Max).Aggregate(1.0, (product, x) => product * (1 - x))));
            return Math.Pow(1 / 3.0, 5) - (2.0 / points.Length * single) + (pairs / points.Length / points.Length);
        }
    }

    [Fact]
    public void A_conditional_parameter_does_not_shift_the_others()
    {
        var without = SearchSpace.Create([Spaces.Entry("a", new object[] { 1, 2 }), Spaces.Entry("b", Spaces.Range(0, 1)), Spaces.Entry("c", Spaces.Range(0, 1))]);
        var with = SearchSpace.Create([Spaces.Entry("a", new object[] { 1, 2 }), Spaces.Entry("b", Spaces.Range(0, 1, when: ("a", 1))), Spaces.Entry("c", Spaces.Range(0, 1))]);
        var sampler = new QuasiRandomSampler(8);
        for (var number = 0; number < 16; number++)
        {
            Assert.Equal(sampler.Suggest(new(without, MlGoal.Minimize), number)!["c"], sampler.Suggest(new(with, MlGoal.Minimize), number)!["c"]);
        }
    }
}
