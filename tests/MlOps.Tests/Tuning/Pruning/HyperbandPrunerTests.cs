namespace MlOps.Tests.Tuning.Pruning;

/// <summary>How many brackets there are, who is in which, and that they do not mix.</summary>
public sealed class HyperbandPrunerTests
{
    // ⌊log η (max / min)⌋ + 1, where floating-point logarithms are one short at 243 and 1000.
    [Theory]
    [InlineData(1, 1, 3, 1)]
    [InlineData(1, 2, 3, 1)]
    [InlineData(1, 3, 3, 2)]
    [InlineData(1, 80, 3, 4)]
    [InlineData(1, 81, 3, 5)]
    [InlineData(1, 243, 3, 6)]
    [InlineData(1, 1000, 10, 4)]
    [InlineData(10, 100, 3, 3)]
    [InlineData(1, long.MaxValue, 2, 63)]
    public void There_is_a_bracket_for_each_rung(long min, long max, int factor, int brackets) => Assert.Equal(brackets, new HyperbandPruner(min, max, factor, 0).Brackets(Study.Of()));

    [Fact]
    public void The_end_is_that_of_the_longest_complete_trial_and_before_that_one_rung_beyond_anybody()
    {
        var rule = new HyperbandPruner(1, null, 3, 0);
        var history = Study.Of();
        Assert.Equal(1, rule.Brackets(history));
        var first = history.RunningAt((9, 1));
        Assert.Equal(4, rule.Brackets(history));
        first.Report(80, 1);
        first.End(StudyTrialState.Complete, 1);
        history.RunningAt((200, 1));

        // Counted from zero, step 80 is the 81st.
        Assert.Equal(5, rule.Brackets(history));
    }

    // ⌈B · 3^s / (s + 1)⌉ with s = B - 1 - b.
    [Fact]
    public void Weights_are_those_of_the_paper()
    {
        Assert.Equal([81, 34, 15, 8, 5], new HyperbandPruner(1, 81, 3, 0).Weights(5));
        Assert.Equal([27, 12, 6, 4], new HyperbandPruner(1, 27, 3, 0).Weights(4));
        Assert.Equal([1], new HyperbandPruner(1, 1, 3, 0).Weights(1));
    }

    [Fact]
    public void Any_few_trials_in_a_row_are_spread_over_the_brackets_by_weight()
    {
        var weights = new HyperbandPruner(1, 81, 3, 0).Weights(5);

        foreach (var begin in new[] { 0, 1, 17, 1000, 1_000_000 })
        {
            foreach (var count in new[] { 24, 60, 143, 1000 })
            {
                var counts = Enumerable.Range(begin, count).CountBy(number => HyperbandPruner.Bracket(number, weights)).ToDictionary();
                for (var bracket = 0; bracket < weights.Count; bracket++)
                {
                    Assert.InRange(counts.GetValueOrDefault(bracket), (weights[bracket] / weights.Sum() * count) - 2, (weights[bracket] / weights.Sum() * count) + 2);
                }
            }
        }
    }

    [Fact]
    public void A_trial_is_looked_at_from_the_first_rung_of_its_bracket_on()
    {
        var options = new PruningOptions { MaxResource = 81 };
        var rule = Study.Rule(MlPruning.Hyperband, options);
        var weights = new HyperbandPruner(1, 81, 3, 0).Weights(5);
        var seen = new HashSet<int>();

        for (var number = 30; number < 60; number++)
        {
            var history = Study.Of();
            while (history.Trials.Count < number)
            {
                history.Running([.. Enumerable.Repeat(0.1, 80)]);
            }

            var trial = history.RunningAt();
            var ended = 0L;
            for (var step = 1L; step <= 80 && ended == 0; step++)
            {
                trial.Report(step, 0.9);
                ended = rule.Judge(history, trial) is null ? 0 : step;
            }

            var bracket = HyperbandPruner.Bracket(number, weights);
            Assert.Equal(bracket == 4 ? 0 : (long)Math.Pow(3, bracket), ended);
            seen.Add(bracket);
        }

        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public void Trials_of_another_bracket_do_not_count()
    {
        var weights = new HyperbandPruner(1, 81, 3, 0).Weights(5);
        var history = Study.Of();
        while (history.Trials.Count < 40 || HyperbandPruner.Bracket(history.Trials.Count, weights) != 1)
        {
            history.Running(HyperbandPruner.Bracket(history.Trials.Count, weights) == 1 ? [0.9, 0.9, 0.9, 0.9] : [0.1, 0.1, 0.1, 0.1]);
        }

        Assert.Null(Study.Rule(MlPruning.Hyperband, new() { MaxResource = 81 }).Judge(history, history.Running(0.8, 0.8, 0.8)));
    }

    // ⌊n / 3⌋, at least one.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(9, 3)]
    public void One_in_three_passes_a_rung(int reached, int passing)
    {
        // With an end at 2 there is one bracket.
        var rule = Study.Rule(MlPruning.Hyperband, new() { MaxResource = 2 });
        for (var better = 0; better < reached; better++)
        {
            var history = Study.Of();
            for (var other = 0; other < reached - 1; other++)
            {
                history.Running(other < better ? 0.1 : 0.9);
            }

            // Among three others and more the median decides as well, and keeps no fewer than half of them.
            Assert.Equal(better >= passing, rule.Judge(history, history.Running(0.5)) is not null);
        }
    }

    [Fact]
    public void At_its_end_a_trial_is_not_ended()
    {
        var history = Study.Of();
        for (var other = 0; other < 9; other++)
        {
            history.Running(0.1, 0.1, 0.1);
        }

        Assert.Null(Study.Rule(MlPruning.Hyperband, new() { MaxResource = 1 }).Judge(history, history.Running(0.9)));
        Assert.NotNull(Study.Rule(MlPruning.Hyperband, new() { MaxResource = 2 }).Judge(history, history.Running(0.9)));
    }
}
