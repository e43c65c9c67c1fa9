using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Tuning.Sampling;

/// <summary>Every combination, once.</summary>
public sealed class GridSamplerTests
{
    [Fact]
    public void The_last_parameter_changes_first()
    {
        var space = SearchSpace.Create([Spaces.Entry("a", new object[] { "x", "y" }), Spaces.Entry("b", Spaces.Range(0, 0.3, step: 0.1))]);

        Assert.Equal(["x 0", "x 0.1", "x 0.2", "x 0.3", "y 0", "y 0.1", "y 0.2", "y 0.3"], Combinations(space));
    }

    [Fact]
    public void A_child_multiplies_only_where_it_applies()
    {
        var space = SearchSpace.Create(
        [
            Spaces.Entry("alpha", Spaces.Range(1, 3, integer: true, when: ("loss", "smooth_l1"))),
            Spaces.Entry("loss", new object[] { "l2", "smooth_l1" }),
            Spaces.Entry("depth", Spaces.Range(2, 4, integer: true, step: 2)),
        ]);

        Assert.Equal(8, new GridSampler(space).Count);
        Assert.Equal(["l2 2", "l2 4", "1 smooth_l1 2", "1 smooth_l1 4", "2 smooth_l1 2", "2 smooth_l1 4", "3 smooth_l1 2", "3 smooth_l1 4"], Combinations(space));
    }

    [Fact]
    public void A_child_can_hang_on_a_range_of_many_numbers()
    {
        var space = SearchSpace.Create([Spaces.Entry("n", Spaces.Range(1, 4_000_000_000, integer: true)), Spaces.Entry("child", Spaces.Choice(["p", "q", "r"], ("n", Spaces.Range(3, 5))))]);
        var grid = new GridSampler(space);

        Assert.Equal(4_000_000_006, grid.Count);
        Assert.Equal(["1", "2", "3 p", "3 q", "3 r", "4 p", "4 q", "4 r", "5 p", "5 q", "5 r", "6", "7"], Enumerable.Range(0, 13).Select(number => Text(grid.Suggest(new(space, MlGoal.Minimize), number)!)));
    }

    [Fact]
    public void More_combinations_than_can_be_counted_are_begun_all_the_same()
    {
        var space = SearchSpace.Create([.. Enumerable.Range(0, 30).Select(i => Spaces.Entry($"p{i}", Spaces.Range(1, 1_000_000, integer: true)))]);
        var grid = new GridSampler(space);

        Assert.Equal(long.MaxValue, grid.Count);
        Assert.Equal(2000, Enumerable.Range(0, 2000).Select(number => Text(grid.Suggest(new(space, MlGoal.Minimize), number)!)).Distinct().Count());
    }

    [Fact]
    public void A_range_without_a_step_is_an_error_that_names_it()
    {
        var error = Assert.Throws<MlOpsException>(() => SamplerChoice.Create(MlTuningStrategy.Grid, SearchSpace.Create([Spaces.Entry("a", new object[] { 1, 2 }), Spaces.Entry("lr", Spaces.Range(0, 1))]), 0));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Equal("The search space has no grid: 'lr' has no step; a grid needs New-MlRange -Step, -Integer or a choice.", error.Message);
    }

    [Fact]
    public void What_runs_or_has_failed_is_not_tried_again()
    {
        var space = SearchSpace.Create([Spaces.Entry("a", Spaces.Range(1, 9, integer: true))]);
        var grid = new GridSampler(space);
        var history = new StudyHistory(space, MlGoal.Minimize);
        for (var number = 0; grid.Suggest(history, number) is { } values; number++)
        {
            var trial = history.Begin(values);
            if (number % 3 > 0)
            {
                trial.End(number % 3 == 1 ? StudyTrialState.Failed : StudyTrialState.Complete, number % 3 == 1 ? null : number);
            }
        }

        Assert.Equal(Enumerable.Range(1, 9).Select(value => (object?)(long)value), history.Trials.Select(trial => trial.Values["a"]));
    }

    [Property(MaxTest = 200)]
    public Property Every_combination_of_any_space_comes_exactly_once() => Prop.ForAll(SpaceOf().ToArbitrary(), space =>
    {
        var grid = new GridSampler(space);
        var expected = Enumerate(space, 0, new Dictionary<string, object?>(StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var given = Combinations(space);

        Assert.Equal(expected.Count, grid.Count);
        Assert.Equal(expected.Count, given.Count);
        Assert.Equal(expected, given.ToHashSet(StringComparer.Ordinal));
    });

    private static List<string> Combinations(SearchSpace space)
    {
        var grid = new GridSampler(space);
        var all = new List<string>();
        for (var number = 0; grid.Suggest(new(space, MlGoal.Minimize), number) is { } values; number++)
        {
            SamplerContractTests.AssertBelongs(space, values);
            all.Add(Text(values));
        }

        return all;
    }

    private static string Text(IReadOnlyDictionary<string, object?> values) => string.Join(' ', values.Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));

    // The plain way, which the sampler must not go: it would take as long as there are combinations.
    private static IEnumerable<string> Enumerate(SearchSpace space, int at, Dictionary<string, object?> values)
    {
        if (at == space.Parameters.Count)
        {
            return [Text(space.InOrder(values))];
        }

        var parameter = space.Parameters[at];
        return !parameter.IsActive(values)
            ? Enumerate(space, at + 1, values)
            : Enumerable.Range(0, (int)parameter.Domain.Count!).SelectMany(index => Enumerate(space, at + 1, new(values, StringComparer.Ordinal) { [parameter.Name] = parameter.Domain.At(index) })).ToList();
    }

    /// <summary>Up to five parameters, each with a prefix to its values that no other has, and some of them dependent on earlier ones.</summary>
    private static Gen<SearchSpace> SpaceOf() =>
        from count in Gen.Choose(1, 5)
        from seeds in Gen.Choose(0, int.MaxValue - 1).ListOf(count)
        select SearchSpace.Create([.. seeds.Select((seed, i) => Spaces.Entry($"p{i}", EntryOf(seed, i)))]);

    private static MlRange EntryOf(int seed, int i)
    {
        var random = new SeededRandom(seed, i);
        var parent = i > 0 && random.NextIndex(2) == 0 ? random.NextIndex(i) : -1;
        (string, object?)[] when = parent < 0 ? [] : [($"p{parent}", Spaces.Range((100 * parent) + random.NextIndex(2), (100 * parent) + 1 + random.NextIndex(2)))];
        return random.NextIndex(3) switch
        {
            0 => Spaces.Range(100 * i, (100 * i) + 1 + random.NextIndex(4), integer: true, when: when),
            1 => Spaces.Range(100 * i, (100 * i) + 1.25, step: 0.25, when: when),
            _ => Spaces.Choice([.. Enumerable.Range(0, 2 + random.NextIndex(3)).Select(value => (object?)((100 * i) + value))], when),
        };
    }
}
