namespace MlOps.Tests.Tuning.Pruning;

/// <summary>Makes histories in few words.</summary>
internal static class Study
{
    public static StudyHistory Of(MlGoal goal = MlGoal.Minimize) => new(SearchSpace.Create([new("x", new MlRange { Low = 0, High = 1 })]), goal);

    /// <summary>A running trial with values at steps 1, 2, 3 …</summary>
    public static StudyTrial Running(this StudyHistory history, params double[] values) => history.RunningAt([.. values.Select((value, index) => (index + 1L, value))]);

    public static StudyTrial RunningAt(this StudyHistory history, params (long Step, double Value)[] reports)
    {
        var trial = history.Begin(new Dictionary<string, object?>());
        foreach (var (step, value) in reports)
        {
            trial.Report(step, value);
        }

        return trial;
    }

    public static StudyTrial Complete(this StudyHistory history, params double[] values) => history.Running(values).Ended();

    public static StudyTrial CompleteAt(this StudyHistory history, params (long Step, double Value)[] reports) => history.RunningAt(reports).Ended();

    /// <summary>Complete trials that have one value each at a step, and go on to a later one so that nobody is at the end.</summary>
    public static void CompleteWith(this StudyHistory history, long step, params double[] values)
    {
        foreach (var value in values)
        {
            history.CompleteAt((step, value), (1000, value));
        }
    }

    public static IPruner Rule(MlPruning pruning, PruningOptions? options = null) => PruningChoice.Create(pruning, options ?? new())!;

    private static StudyTrial Ended(this StudyTrial trial)
    {
        trial.End(StudyTrialState.Complete, trial.Reports[trial.LastStep!.Value]);
        return trial;
    }
}
