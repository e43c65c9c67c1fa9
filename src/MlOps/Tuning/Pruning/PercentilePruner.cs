using System.Globalization;

namespace MlOps;

/// <summary>
/// Ends a trial whose best value so far is worse than a percentile of the complete trials; the median is the percentile 50. As Optuna's, but for one thing: a complete trial counts with its best value up to the step,
/// not with its value at exactly this step. So trials whose steps do not coincide can be compared, and the best of one is held against the best of the others, not against a value that noise has moved up or down.
/// </summary>
/// <param name="percentile">Which part is good enough to go on, in percent.</param>
/// <param name="startupTrials">How many trials have to be complete.</param>
/// <param name="warmupSteps">Up to and including which step none is ended.</param>
/// <param name="interval">After how many steps a trial is looked at again: at its first report at or after each multiple, counted from the warm-up on.</param>
/// <param name="minTrials">How many complete trials have to have a value.</param>
internal sealed class PercentilePruner(double percentile, int startupTrials, long warmupSteps, long interval, int minTrials) : IPruner
{
    /// <inheritdoc/>
    public string? Judge(StudyHistory history, StudyTrial trial)
    {
        if (trial.LastStep is not { } step || step <= warmupSteps || !IsDue(trial, step) || LearningCurve.IsEnd(history, step))
        {
            return null;
        }

        var complete = history.Trials.Where(other => other.State == StudyTrialState.Complete && other != trial).ToList();
        if (complete.Count < startupTrials)
        {
            return null;
        }

        if (LearningCurve.Divergence(history, trial) is { } diverged)
        {
            return diverged;
        }

        List<double> others = [.. complete.Where(other => LearningCurve.Reached(other, step)).Select(other => LearningCurve.BestUpTo(history, other, step)).OfType<double>().Order()];
        if (others.Count < minTrials || LearningCurve.BestUpTo(history, trial, step) is not { } best)
        {
            return null;
        }

        var limit = LearningCurve.Percentile(others, percentile);
        return best > limit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{LearningCurve.Text(history, best)}, its best up to step {step}, is worse than the {Name} {LearningCurve.Text(history, limit)} of {others.Count} complete trial{(others.Count == 1 ? "" : "s")}")
            : null;
    }

    private string Name => percentile == 50 ? "median" : string.Create(CultureInfo.InvariantCulture, $"percentile {percentile:g6},");

    private bool IsDue(StudyTrial trial, long step)
    {
        // Steps after a warm-up are positive here, so the division rounds down.
        var boundary = ((step - warmupSteps) / interval * interval) + warmupSteps;
        return trial.Reports.Count < 2 || trial.Reports.Keys.ElementAt(trial.Reports.Count - 2) < boundary;
    }
}
