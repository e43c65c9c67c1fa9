namespace MlOps;

/// <summary>The trials of a search as points: those that say something of their parameters, the best first, and those that are on their way.</summary>
internal sealed class TrialSplit
{
    /// <summary>Sorts the trials of a search.</summary>
    public TrialSplit(StudyHistory history, PointSpace space)
    {
        var points = history.Trials.Select(trial => space.Point(trial.Values)).ToArray();
        Tried = new(points);
        Running = [.. history.Trials.Where(trial => trial.State == StudyTrialState.Running).Select(trial => points[trial.Number])];
        Ranked =
        [
            .. history.Trials
                .Where(trial => trial.State == StudyTrialState.Pruned || (trial.State == StudyTrialState.Complete && trial.Value is { } value && !double.IsNaN(value)))
                .Select(trial => (Trial: trial, Known: new KnownTrial(trial.Number, points[trial.Number], trial.State == StudyTrialState.Pruned, LossOf(history, trial))))
                .OrderBy(one => one.Known.IsPruned)
                .ThenBy(one => one.Known.IsPruned ? -(one.Trial.LastStep ?? (long.MinValue + 1)) : 0)
                .ThenBy(one => one.Known.Loss)
                .ThenBy(one => one.Known.Number)
                .Select(one => one.Known),
        ];
    }

    /// <summary>Complete trials by their loss; then pruned ones, those that came further first, by the loss that they had there. A trial without a number failed, whatever it calls itself.</summary>
    public IReadOnlyList<KnownTrial> Ranked { get; }

    /// <summary>Where those trials are of which nothing is known yet.</summary>
    public double[][] Running { get; }

    /// <summary>Where all trials are, failed ones as well.</summary>
    public TriedPoints Tried { get; }

    /// <summary>The losses of <see cref="Ranked"/>, as they are or are thought to be: a pruned trial is not better than half of those that were let go on.</summary>
    public double[] Losses()
    {
        var complete = Ranked.TakeWhile(trial => !trial.IsPruned).ToArray();
        var middle = complete.Length == 0 ? double.NegativeInfinity : complete[complete.Length / 2].Loss;
        return [.. Ranked.Select(trial => trial.IsPruned ? Math.Max(middle, trial.Loss) : trial.Loss)];
    }

    private static double LossOf(StudyHistory history, StudyTrial trial)
    {
        var value = trial.State == StudyTrialState.Pruned && trial.LastStep is { } step ? trial.At(step) : trial.Value;
        return value is { } number && !double.IsNaN(number) ? history.Loss(number) : double.PositiveInfinity;
    }
}
