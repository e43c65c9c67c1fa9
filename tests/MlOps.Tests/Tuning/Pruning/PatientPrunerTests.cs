namespace MlOps.Tests.Tuning.Pruning;

/// <summary>When a patient rule asks the rule that it is for.</summary>
public sealed class PatientPrunerTests
{
    private sealed class Always : IPruner
    {
        public string? Judge(StudyHistory history, StudyTrial trial) => "asked";
    }

    [Theory]
    [InlineData(0, 0, "1", false)]
    [InlineData(0, 0, "1 2", true)]
    [InlineData(0, 0, "1 1", true)]
    [InlineData(0, 0, "2 1", false)]
    [InlineData(2, 0, "1 2 3", false)]
    [InlineData(2, 0, "1 2 3 4", true)]
    [InlineData(2, 0, "1 2 3 0.9", false)]
    [InlineData(2, 0, "1 2 0.9 3 4", false)]
    [InlineData(2, 0, "1 2 0.9 3 4 5", true)]
    [InlineData(2, 0.5, "1 0.9 0.8 0.7", true)]
    [InlineData(2, 0.5, "1 0.9 0.8 0.5", false)]
    [InlineData(1, 0, "NaN NaN NaN", true)]
    [InlineData(1, 0, "NaN NaN 5", false)]
    [InlineData(1, 0.5, "NaN NaN 5", false)]
    [InlineData(1, 0, "5 NaN NaN", true)]
    [InlineData(1, 0, "5 -Infinity Infinity", true)]
    [InlineData(int.MaxValue, 0, "1 2 3 4 5", false)]
    public void It_asks_when_more_reports_than_it_has_patience_for_were_no_better(int patience, double minDelta, string values, bool asked)
    {
        foreach (var goal in Enum.GetValues<MlGoal>())
        {
            var history = Study.Of(goal);
            var trial = history.Running([.. values.Split(' ').Select(value => (goal == MlGoal.Minimize ? 1 : -1) * double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))]);

            Assert.Equal(asked ? "asked" : null, new PatientPruner(new Always(), patience, minDelta).Judge(history, trial));
        }
    }

    [Fact]
    public void It_goes_with_any_rule()
    {
        var history = Study.Of();
        history.CompleteWith(1, 0.1, 0.1, 0.1);
        var better = history.Running(0.9, 0.8, 0.7);
        var worse = history.Running(0.7, 0.8, 0.9);

        foreach (var rule in new[] { MlPruning.Median, MlPruning.Percentile })
        {
            Assert.NotNull(Study.Rule(rule, new() { StartupTrials = 1 }).Judge(history, better));
            Assert.Null(Study.Rule(rule, new() { StartupTrials = 1, Patience = 1 }).Judge(history, better));
            Assert.NotNull(Study.Rule(rule, new() { StartupTrials = 1, Patience = 1 }).Judge(history, worse));
        }
    }
}
