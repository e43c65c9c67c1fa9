namespace MlOps.Tests.Tuning.Pruning;

/// <summary>The arithmetic of the median and of other percentiles.</summary>
public sealed class PercentilePrunerTests
{
    private static readonly PruningOptions s_atOnce = new() { StartupTrials = 0 };

    [Theory]
    [InlineData(0.30, null)]
    [InlineData(0.31, "0.31, its best up to step 9, is worse than the median 0.3 of 5 complete trials")]
    public void A_trial_goes_on_when_its_best_is_not_worse_than_the_median_of_the_complete_ones(double best, string? reason)
    {
        var history = Study.Of();
        history.CompleteWith(9, 0.1, 0.5, 0.3, 0.2, 0.4);

        Assert.Equal(reason, Study.Rule(MlPruning.Median).Judge(history, history.RunningAt((8, best), (9, 0.9))));
    }

    // NumPy: percentile([1, 2, 3, 4], 25) is 1.75, percentile([1, 2, 3, 4, 5], 25) is 2, percentile([1, 2], 50) is 1.5.
    [Theory]
    [InlineData(25, 1.75, 1.0, 2.0, 3.0, 4.0)]
    [InlineData(25, 2, 1.0, 2.0, 3.0, 4.0, 5.0)]
    [InlineData(50, 1.5, 1.0, 2.0)]
    [InlineData(10, 1.4, 1.0, 2.0, 3.0, 4.0, 5.0)]
    [InlineData(0, 1, 1.0, 2.0, 3.0)]
    [InlineData(100, 3, 1.0, 2.0, 3.0)]
    public void A_percentile_lies_between_the_two_nearest_values(double percentile, double limit, params double[] others)
    {
        var rule = Study.Rule(MlPruning.Percentile, s_atOnce with { Percentile = percentile });

        foreach (var goal in Enum.GetValues<MlGoal>())
        {
            var sign = goal == MlGoal.Minimize ? 1 : -1;
            var history = Study.Of(goal);
            history.CompleteWith(3, [.. others.Select(value => sign * value)]);
            Assert.Null(rule.Judge(history, history.RunningAt((3, sign * (limit - 1e-9)))));
            Assert.NotNull(rule.Judge(history, history.RunningAt((3, sign * (limit + 1e-9)))));
        }
    }

    [Fact]
    public void The_percentile_is_25_by_default_and_named()
    {
        var history = Study.Of();
        history.CompleteWith(3, 1, 2, 3, 4, 5);

        Assert.Equal("2.5, its best up to step 3, is worse than the percentile 25, 2 of 5 complete trials", Study.Rule(MlPruning.Percentile).Judge(history, history.RunningAt((3, 2.5))));
    }

    [Fact]
    public void None_is_ended_before_five_are_complete()
    {
        var history = Study.Of();
        history.CompleteWith(1, 0.1, 0.1, 0.1, 0.1);
        history.RunningAt((1, 0.1), (2, 0.1));
        var trial = history.RunningAt((1, 9));

        Assert.Null(Study.Rule(MlPruning.Median).Judge(history, trial));
        history.CompleteWith(1, 0.1);
        Assert.NotNull(Study.Rule(MlPruning.Median).Judge(history, trial));
        Assert.Null(Study.Rule(MlPruning.Median, new() { StartupTrials = 6 }).Judge(history, trial));
    }

    [Fact]
    public void Without_a_complete_trial_nobody_is_worse_than_anything()
    {
        var history = Study.Of();
        history.RunningAt((1, 0.1), (9, 0.1));

        Assert.Null(Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((1, 9))));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(5, 5, false)]
    [InlineData(5, 6, true)]
    public void None_is_ended_up_to_and_including_the_warm_up(long warmup, long step, bool ended)
    {
        var history = Study.Of();
        history.CompleteWith(step, 0.1, 0.2);

        Assert.Equal(ended, Study.Rule(MlPruning.Median, s_atOnce with { WarmupSteps = warmup }).Judge(history, history.RunningAt((step, 9))) is not null);
    }

    // Boundaries are at 2, 12, 22 …; the first report at or after one is looked at.
    [Theory]
    [InlineData("7", true)]
    [InlineData("7 11", false)]
    [InlineData("7 14", true)]
    [InlineData("7 14 21", false)]
    [InlineData("7 14 21 22", true)]
    [InlineData("7 40", true)]
    [InlineData("12 13", false)]
    public void A_trial_is_looked_at_again_after_an_interval(string steps, bool ended)
    {
        var history = Study.Of();
        history.CompleteWith(1, 0.1, 0.2);
        var trial = history.RunningAt([.. steps.Split(' ').Select(step => (long.Parse(step, System.Globalization.CultureInfo.InvariantCulture), 9.0))]);

        Assert.Equal(ended, Study.Rule(MlPruning.Median, s_atOnce with { WarmupSteps = 2, Interval = 10 }).Judge(history, trial) is not null);
    }

    [Fact]
    public void As_many_as_were_asked_for_have_to_have_a_value()
    {
        var history = Study.Of();
        history.CompleteWith(1, 0.1, 0.2);
        history.CompleteWith(50, 0.1);
        var trial = history.RunningAt((10, 9));

        Assert.NotNull(Study.Rule(MlPruning.Median, s_atOnce with { MinTrials = 2 }).Judge(history, trial));
        Assert.Null(Study.Rule(MlPruning.Median, s_atOnce with { MinTrials = 3 }).Judge(history, trial));
    }

    [Fact]
    public void Trials_that_report_at_other_steps_are_compared_by_their_best_up_to_the_step()
    {
        var history = Study.Of();
        history.CompleteAt((10, 0.5), (20, 0.3), (30, 0.4), (40, 0.1));
        history.CompleteAt((0, 0.9), (35, 0.2), (70, 0.1));

        // Up to step 28 they have 0.3 and 0.9.
        Assert.Null(Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((7, 0.6), (14, 0.7), (21, 0.8), (28, 0.8))));
        Assert.Equal(
            "0.61, its best up to step 28, is worse than the median 0.6 of 2 complete trials",
            Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((7, 0.61), (14, 0.7), (21, 0.8), (28, 0.8))));
    }

    [Fact]
    public void A_complete_trial_that_did_not_come_as_far_says_nothing_of_what_comes_after()
    {
        var history = Study.Of();
        history.Complete(0.1, 0.1);
        history.CompleteWith(1, 0.5);

        Assert.Null(Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((3, 0.4))));
        Assert.NotNull(Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((2, 0.4))));
    }

    [Fact]
    public void Values_of_others_that_are_not_numbers_do_not_count()
    {
        var history = Study.Of();
        history.CompleteAt((1, double.NaN), (2, 0.2), (9, 0.1));
        history.CompleteAt((1, double.NegativeInfinity), (2, 0.4), (9, 0.1));
        history.CompleteAt((1, double.NaN), (2, double.NaN), (9, 0.1));

        Assert.Null(Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((1, 9))));
        Assert.Null(Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((2, 0.3))));
        Assert.Contains("median 0.3 of 2", Study.Rule(MlPruning.Median, s_atOnce).Judge(history, history.RunningAt((2, 0.31))), StringComparison.Ordinal);
    }
}
