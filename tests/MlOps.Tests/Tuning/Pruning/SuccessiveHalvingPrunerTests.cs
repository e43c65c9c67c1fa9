namespace MlOps.Tests.Tuning.Pruning;

/// <summary>Where the rungs are, who passes one, and what happens between two.</summary>
public sealed class SuccessiveHalvingPrunerTests
{
    private static readonly PruningOptions s_fromOne = new() { MinResource = 1 };

    private static bool Ends(PruningOptions options, double value, long step, params double[] others)
    {
        var history = Study.Of();
        foreach (var other in others)
        {
            history.RunningAt((step, other));
        }

        return Study.Rule(MlPruning.Asha, options).Judge(history, history.RunningAt((step, value))) is not null;
    }

    [Fact]
    public void The_first_at_a_rung_goes_on_whatever_it_has() => Assert.False(Ends(s_fromOne, 1e9, 1));

    // Of n that reached it, ⌊n / 4⌋ + 1 pass: 1 of 2 and 3, 2 of 4 to 7, 3 of 8.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 2)]
    [InlineData(8, 3)]
    [InlineData(11, 3)]
    [InlineData(12, 4)]
    public void One_in_four_passes_a_rung_and_one_more(int reached, int passing)
    {
        for (var better = 0; better < reached; better++)
        {
            double[] others = [.. Enumerable.Range(0, reached - 1).Select(other => other < better ? 0.1 : 0.9)];
            Assert.Equal(better >= passing, Ends(s_fromOne, 0.5, 1, others));
        }
    }

    [Fact]
    public void The_reason_says_how_many_were_better()
    {
        var history = Study.Of();
        history.Running(0.1);
        var second = history.Running(0.2);
        Assert.Equal("0.2 at step 1 is number 2 of the 2 trials that came there, of which 1 goes on", Study.Rule(MlPruning.Asha, s_fromOne).Judge(history, second));
        history.Running(0.3);

        Assert.Equal("0.25 at step 1 is number 3 of the 4 trials that came there, of which 2 go on", Study.Rule(MlPruning.Asha, s_fromOne).Judge(history, history.Running(0.25)));
    }

    [Fact]
    public void Equal_values_pass_together() => Assert.False(Ends(s_fromOne, 0.1, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1));

    [Theory]
    [InlineData(1, 4, 0, 1, true)]
    [InlineData(1, 4, 1, 3, false)]
    [InlineData(1, 4, 1, 4, true)]
    [InlineData(3, 2, 0, 2, false)]
    [InlineData(3, 2, 0, 3, true)]
    [InlineData(3, 2, 2, 11, false)]
    [InlineData(3, 2, 2, 12, true)]
    [InlineData(long.MaxValue, 4, 3, 1000, false)]
    public void The_first_rung_is_as_far_as_was_asked_for(long first, int factor, int skipped, long step, bool ends) =>
        Assert.Equal(ends, Ends(new() { MinResource = first, ReductionFactor = factor, EarlyStoppingRate = skipped }, 0.9, step, 0.1, 0.2, 0.3));

    [Theory]
    [InlineData(99, 1)]
    [InlineData(199, 1)]
    [InlineData(200, 2)]
    [InlineData(5000, 50)]
    public void The_first_rung_is_a_hundredth_of_the_longest_complete_trial(long last, long first)
    {
        var history = Study.Of();
        history.CompleteAt((first - 1, 0.1), (first, 0.1), (last, 0.1));
        history.CompleteAt((first - 1, 0.1), (first, 0.1), (last / 2, 0.1));
        var trial = history.RunningAt((first - 1, 0.9));

        Assert.Null(Study.Rule(MlPruning.Asha).Judge(history, trial));
        trial.Report(first, 0.9);
        Assert.NotNull(Study.Rule(MlPruning.Asha).Judge(history, trial));
    }

    [Fact]
    public void Trials_that_begin_side_by_side_do_not_all_run_to_their_end_first()
    {
        var history = Study.Of();
        for (var other = 0; other < 8; other++)
        {
            history.RunningAt((300, 0.1), (400, 0.1));
        }

        // While none is complete, the longest of them stands for it.
        var trial = history.RunningAt((3, 0.9));
        Assert.Null(Study.Rule(MlPruning.Asha).Judge(history, trial));
        trial.Report(4, 0.9);
        Assert.StartsWith("0.9 at step 4 is number 9 of the 9", Study.Rule(MlPruning.Asha).Judge(history, trial), StringComparison.Ordinal);
    }

    [Fact]
    public void One_report_may_pass_several_rungs_and_fail_at_any()
    {
        var history = Study.Of();
        history.RunningAt((1, 0.1));
        history.RunningAt((1, 0.1), (4, 0.6));
        history.RunningAt((1, 0.9), (4, 0.8), (16, 0.6), (17, 0.1));
        var rule = Study.Rule(MlPruning.Asha, s_fromOne);

        Assert.StartsWith("0.65 at step 1 is number 3 of the 4", rule.Judge(history, history.RunningAt((20, 0.65))), StringComparison.Ordinal);
        Assert.StartsWith("0.65 at step 16 is number 2 of the 3", rule.Judge(history, history.RunningAt((1, 0.05), (4, 0.05), (20, 0.65))), StringComparison.Ordinal);
        Assert.Null(rule.Judge(history, history.RunningAt((1, 0.05), (4, 0.05), (20, 0.59))));
    }

    [Fact]
    public void A_rung_that_was_passed_is_not_asked_again_when_better_trials_have_come()
    {
        var history = Study.Of();
        var trial = history.Running(0.5);
        for (var other = 0; other < 9; other++)
        {
            history.Running(0.1);
        }

        var rule = Study.Rule(MlPruning.Asha, s_fromOne);
        trial.Report(2, 0.5);
        Assert.Null(rule.Judge(history, trial));
        trial.Report(3, 0.5);
        Assert.Null(rule.Judge(history, trial));
    }

    [Fact]
    public void Between_two_rungs_a_trial_that_is_worse_than_the_median_of_three_ends()
    {
        var history = Study.Of();
        history.Running(0.5, 0.2);
        history.Running(0.5, 0.3);
        var rule = Study.Rule(MlPruning.Asha, s_fromOne);
        var trial = history.Running(0.1, 0.4);

        Assert.Null(rule.Judge(history, trial));
        history.Running(0.5, 0.9);
        Assert.Equal("0.4 at step 2 is worse than the median 0.3 of 3 other trials that came as far", rule.Judge(history, trial));
        trial.Report(2, 0.3);
        Assert.Null(rule.Judge(history, trial));
    }

    [Fact]
    public void A_value_is_the_best_of_the_second_half_of_the_way()
    {
        var history = Study.Of();
        for (var other = 0; other < 8; other++)
        {
            history.Running(0.1, 0.2, 0.3, 0.4);
        }

        var rule = Study.Rule(MlPruning.Asha, s_fromOne);

        // At step 4 that is 0.3 for the others; what a trial had at step 2 is over.
        Assert.Null(rule.Judge(history, history.Running(0.1, 0.2, 0.3, 0.9)));
        Assert.StartsWith("0.35 at step 4", rule.Judge(history, history.Running(0.1, 0.2, 0.35, 0.9)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rung_ends_none_before_it_has_as_many_as_were_asked_for()
    {
        Assert.False(Ends(s_fromOne with { BootstrapCount = 6 }, 0.9, 1, 0.1, 0.1, 0.1, 0.1));
        Assert.True(Ends(s_fromOne with { BootstrapCount = 6 }, 0.9, 1, 0.1, 0.1, 0.1, 0.1, 0.1));
        Assert.False(Ends(s_fromOne with { BootstrapCount = 6 }, 0.9, 2, 0.1, 0.1, 0.1, 0.1));
    }

    [Fact]
    public void Whoever_comes_further_than_anybody_goes_on()
    {
        var history = Study.Of();
        history.Running(0.1, 0.1, 0.1);
        history.Running(0.1, 0.1, 0.1);

        Assert.Null(Study.Rule(MlPruning.Asha, s_fromOne).Judge(history, history.RunningAt((1, 0.1), (4, 9))));
    }

    // Nobody else is where the one in front is, so it goes on, and somebody comes to the end.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_study_ends_with_complete_trials_however_many_run_at_once(int workers)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (history, used) = RunningStudy.Run(seed, workers, trials: 60, length: 64, Study.Rule(MlPruning.Asha));

            Assert.Contains(history.Trials, trial => trial.State == StudyTrialState.Complete);
            Assert.InRange(used, 64, 60 * 64 / 2);
        }
    }
}
