namespace MlOps.Tests.Tuning.Pruning;

/// <summary>Reports as real training makes them.</summary>
public sealed class MessyReportsTests
{
    public static TheoryData<MlPruning> Rules => [MlPruning.Median, MlPruning.Percentile, MlPruning.SuccessiveHalving, MlPruning.Hyperband];

    // One bracket, and no waiting for five complete trials.
    private static IPruner Rule(MlPruning rule) => Study.Rule(rule, rule switch
    {
        MlPruning.Hyperband => new() { MaxResource = 1_000_000, MinResource = 500_000 / 2 },
        MlPruning.SuccessiveHalving => new() { MinResource = 1 },
        _ => new() { StartupTrials = 1 },
    });

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_trial_without_a_report_goes_on(MlPruning rule)
    {
        var history = Study.Of();
        history.CompleteWith(1, 0.1, 0.1, 0.1, 0.1, 0.1);

        Assert.Null(Study.Rule(rule).Judge(history, history.Running()));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_first_trial_of_all_goes_on_whatever_it_reports(MlPruning rule)
    {
        var history = Study.Of();
        var trial = history.Running();
        foreach (var value in new[] { 1, 1e300, double.NaN, double.NaN, double.NaN, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 2 })
        {
            trial.Report(trial.Reports.Count, value);
            Assert.Null(Study.Rule(rule).Judge(history, trial));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Three_values_in_a_row_that_are_not_numbers_end_a_trial_where_others_have_some(double value)
    {
        foreach (var rule in new[] { MlPruning.Median, MlPruning.Percentile, MlPruning.SuccessiveHalving, MlPruning.Hyperband })
        {
            var history = Study.Of();
            history.CompleteWith(1, 0.5);
            var trial = history.Running(0.1, value, value);

            Assert.Null(Rule(rule).Judge(history, trial));
            trial.Report(4, value);
            Assert.Equal("its last 3 values up to step 4 are not numbers, and 1 other trial has some", Rule(rule).Judge(history, trial));
            trial.Report(5, 0.1);
            Assert.Null(Rule(rule).Judge(history, trial));
        }
    }

    [Fact]
    public void Where_everybody_begins_without_numbers_nobody_is_ended_for_it()
    {
        var history = Study.Of();
        for (var other = 0; other < 9; other++)
        {
            history.CompleteAt((1, double.NaN), (2, double.NaN), (3, double.NaN), (50, 0.5));
        }

        var trial = history.Running(double.NaN, double.NaN, double.NaN);
        Assert.Null(Rule(MlPruning.Median).Judge(history, trial));
        Assert.Null(Rule(MlPruning.SuccessiveHalving).Judge(history, trial));
    }

    [Fact]
    public void One_value_that_is_not_a_number_does_not_end_a_trial_and_does_not_help_it()
    {
        var history = Study.Of();
        for (var other = 0; other < 8; other++)
        {
            history.Running(0.5, 0.5, 0.5, 0.5, 0.5);
        }

        var trial = history.Running(double.NaN);
        var rule = Rule(MlPruning.SuccessiveHalving);
        Assert.Null(rule.Judge(history, trial));
        trial.Report(2, 0.4);
        Assert.Null(rule.Judge(history, trial));
        trial.Report(3, 0.6);
        Assert.Null(rule.Judge(history, trial));
        trial.Report(4, 0.6);
        Assert.NotNull(rule.Judge(history, trial));
    }

    [Fact]
    public void Others_that_have_diverged_count_as_the_worst_of_a_rung()
    {
        var history = Study.Of();
        history.Running(0.1);
        history.Running(double.NaN);
        history.Running(double.PositiveInfinity);

        // Number 2 of 4, of which 2 go on.
        Assert.Null(Rule(MlPruning.SuccessiveHalving).Judge(history, history.Running(0.9)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void Others_that_went_wrong_later_stand_in_nobodys_way(double end)
    {
        var history = Study.Of();
        for (var other = 0; other < 3; other++)
        {
            history.Running(0.1, 0.1, 0.1, end, end, end);
        }

        var rule = Rule(MlPruning.SuccessiveHalving);
        var trial = history.Running(0.5);
        Assert.Null(rule.Judge(history, trial));
        trial.Report(2, 0.5);
        Assert.Null(rule.Judge(history, trial));

        // They were better while they were well.
        var well = Study.Of();
        for (var other = 0; other < 3; other++)
        {
            well.Running(0.1, 0.1, 0.1);
        }

        Assert.NotNull(rule.Judge(well, well.Running(0.5)));
    }

    [Fact]
    public void A_later_value_for_the_same_step_is_the_one_that_counts()
    {
        var history = Study.Of();
        history.Running(0.5);
        history.Running(0.5);
        var trial = history.Running(0.9);
        var rule = Rule(MlPruning.SuccessiveHalving);

        Assert.NotNull(rule.Judge(history, trial));
        trial.Report(1, 0.4);
        Assert.Null(rule.Judge(history, trial));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_order_in_which_reports_arrive_does_not_matter(MlPruning rule)
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var (forwards, backwards) = (Study.Of(), Study.Of());
            for (var number = 0; number < 12; number++)
            {
                var reports = Enumerable.Range(1, 1 + random.Next(30)).Select(step => ((long)step, random.NextDouble())).ToArray();
                var trials = (forwards.RunningAt(reports), backwards.RunningAt([.. reports.Reverse()]));
                if (random.Next(3) == 0)
                {
                    trials.Item1.End(StudyTrialState.Complete, 1);
                    trials.Item2.End(StudyTrialState.Complete, 1);
                }
            }

            Assert.All(forwards.Trials, trial => Assert.Equal(Rule(rule).Judge(forwards, trial), Rule(rule).Judge(backwards, backwards.Trials[trial.Number])));
        }
    }

    [Fact]
    public void Trials_that_never_report_at_a_rung_are_compared_there()
    {
        var history = Study.Of();
        for (var other = 0; other < 4; other++)
        {
            history.RunningAt((10, 0.5), (20, 0.3), (30, 0.2));
        }

        // Rungs are at 1, 4, 16. The others have 0.5 at each, since 10 is in the second half of the way to 16; the trial has its value of step 14.
        var rule = Rule(MlPruning.SuccessiveHalving);
        Assert.Null(rule.Judge(history, history.RunningAt((7, 0.5), (14, 0.5), (21, 0.25))));
        Assert.StartsWith("0.6 at step 16", rule.Judge(history, history.RunningAt((7, 0.5), (14, 0.6), (21, 0.25))), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Failed_trials_do_not_count(MlPruning rule)
    {
        var history = Study.Of();
        for (var other = 0; other < 9; other++)
        {
            history.Running([.. Enumerable.Repeat(0.1, 40)]).End(StudyTrialState.Failed, null);
        }

        Assert.Null(Rule(rule).Judge(history, history.Running([.. Enumerable.Repeat(double.NaN, 16)])));
        Assert.Null(Rule(rule).Judge(history, history.Running([.. Enumerable.Repeat(0.9, 16)])));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void At_the_last_step_of_all_nothing_is_saved_and_nobody_is_ended(MlPruning rule)
    {
        var history = Study.Of();
        for (var other = 0; other < 9; other++)
        {
            history.Complete(0.1, 0.1, 0.1, 0.1);
        }

        Assert.Null(Study.Rule(rule).Judge(history, history.RunningAt((4, 0.9))));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Steps_may_be_zero_negative_or_as_large_as_numbers_get(MlPruning rule)
    {
        var history = Study.Of();
        for (var other = 0; other < 9; other++)
        {
            history.CompleteAt((long.MinValue, 0.1), (-1, 0.1), (0, 0.1), (long.MaxValue - 1, 0.1), (long.MaxValue, 0.1));
        }

        var trial = history.Running();
        foreach (var step in new[] { long.MinValue, -1, 0 })
        {
            trial.Report(step, 0.9);
            Assert.Null(Study.Rule(rule).Judge(history, trial));
        }

        trial.Report(long.MaxValue - 1, 0.9);
        Assert.NotNull(Study.Rule(rule, rule == MlPruning.Hyperband ? new() { MinResource = long.MaxValue / 2 } : new()).Judge(history, trial));
    }
}
