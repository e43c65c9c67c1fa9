namespace MlOps;

/// <summary>The trials that say something of their parameters, the best first, and those that are on their way.</summary>
internal sealed class TrialSplit
{
    /// <summary>Sorts the trials of a search.</summary>
    public TrialSplit(StudyHistory history)
    {
        Ranked =
        [
            .. history.Trials
                .Where(trial => trial.State == StudyTrialState.Pruned || (trial.State == StudyTrialState.Complete && trial.Value is { } value && !double.IsNaN(value)))
                .OrderBy(trial => trial.State == StudyTrialState.Complete ? 0 : 1)
                .ThenBy(trial => trial.State == StudyTrialState.Complete ? 0 : -(trial.LastStep ?? long.MinValue + 1))
                .ThenBy(trial => LossOf(history, trial))
                .ThenBy(trial => trial.Number),
        ];
        Running = [.. history.Trials.Where(trial => trial.State == StudyTrialState.Running)];
    }

    /// <summary>Complete trials by their loss; then pruned ones, those that came further first, by the loss that they had there. A trial without a number failed, whatever it calls itself.</summary>
    public IReadOnlyList<StudyTrial> Ranked { get; }

    /// <summary>Trials of which nothing is known yet.</summary>
    public IReadOnlyList<StudyTrial> Running { get; }

    /// <summary>The loss of a trial that ended; infinite for one without a number.</summary>
    public static double LossOf(StudyHistory history, StudyTrial trial)
    {
        var value = trial.State == StudyTrialState.Pruned && trial.LastStep is { } step ? trial.At(step) : trial.Value;
        return value is { } number && !double.IsNaN(number) ? history.Loss(number) : double.PositiveInfinity;
    }
}
