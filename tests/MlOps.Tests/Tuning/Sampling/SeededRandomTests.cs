namespace MlOps.Tests.Tuning.Sampling;

/// <summary>Numbers that are the same everywhere.</summary>
public sealed class SeededRandomTests
{
    [Fact]
    public void The_numbers_are_those_that_they_have_always_been()
    {
        // A journal that is resumed by a later version relies on them.
        var random = new SeededRandom(42, 7);

        Assert.Equal(Expected, Enumerable.Range(0, 3).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Streams_and_seeds_differ()
    {
        var first = Enumerable.Range(0, 40).SelectMany(seed => Enumerable.Range(0, 40).Select(stream => new SeededRandom(seed, stream).NextBits())).ToList();

        Assert.Equal(first.Count, first.Distinct().Count());
    }

    [Fact]
    public void Units_and_indices_are_even_and_normal_numbers_are_normal()
    {
        var random = new SeededRandom(1, 2);
        var units = Enumerable.Range(0, 20_000).Select(_ => random.NextUnit()).ToList();
        var normal = Enumerable.Range(0, 20_000).Select(_ => random.NextNormal()).ToList();
        var cut = Enumerable.Range(0, 20_000).Select(_ => random.NextNormalInUnit(1, 0.5)).ToList();
        var indices = Enumerable.Range(0, 21_000).Select(_ => random.NextIndex(7)).CountBy(index => index).ToList();

        Assert.All(units, unit => Assert.InRange(unit, 0, 0.9999999999999999));
        Assert.Equal(0.5, units.Average(), 0.01);
        Assert.Equal(1.0 / 12, units.Average(unit => (unit - 0.5) * (unit - 0.5)), 0.003);
        Assert.Equal(0, normal.Average(), 0.03);
        Assert.Equal(1, normal.Average(value => value * value), 0.04);
        Assert.Equal(0.6827, normal.Count(value => Math.Abs(value) < 1) / 20_000.0, 0.015);
        Assert.All(cut, value => Assert.InRange(value, 0, 1));
        Assert.Equal(7, indices.Count);
        Assert.All(indices, one => Assert.InRange(one.Value, 2800, 3200));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(-6, 9.865876450376946e-10)]
    [InlineData(-9, 1.1285884059538408e-19)]
    [InlineData(50, 1)]
    public void The_normal_distribution_is_that_of_tables(double x, double below) => Assert.Equal(1, NormalDistribution.Below(x) / below, 1e-7);

    private static readonly ulong[] Expected = [16797791211601080252, 15776468783856026618, 17926261644908239079];
}
