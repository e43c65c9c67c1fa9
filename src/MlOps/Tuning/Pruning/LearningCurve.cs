using System.Globalization;

namespace MlOps;

/// <summary>
/// How a trial stands at a step, from its reports alone. Trials do not report at the same steps (one every 10, another every 7, some from 0 on), so that what is compared is never the value at exactly one step.
/// Everything is a loss: smaller is better, whatever the goal.
/// </summary>
internal static class LearningCurve
{
    /// <summary>So many reports in a row without a number are no accident: the training has diverged.</summary>
    private const int Diverged = 3;

    /// <summary>Whether a trial came as far as a step and counts.</summary>
    public static bool Reached(StudyTrial trial, long step) => trial.State != StudyTrialState.Failed && trial.LastStep >= step;

    /// <summary>The best that a trial has shown up to a step; <see langword="null"/> without a number.</summary>
    public static double? BestUpTo(StudyHistory history, StudyTrial trial, long step)
    {
        double? best = null;
        foreach (var (at, value) in trial.Reports)
        {
            if (at > step)
            {
                break;
            }

            if (double.IsFinite(value) && !(history.Loss(value) >= best))
            {
                best = history.Loss(value);
            }
        }

        return best;
    }

    /// <summary>
    /// The standing of a trial that came as far as a step: its best in the second half of the way there, which neither one noisy report nor a value from before it went wrong decides; with no report there,
    /// that of the first one from the step on, or else of the last one before. Positive infinity when there is no number.
    /// </summary>
    public static double Recent(StudyHistory history, StudyTrial trial, long step)
    {
        var (best, any, last) = (double.PositiveInfinity, false, double.PositiveInfinity);
        foreach (var (at, value) in trial.Reports)
        {
            var loss = double.IsFinite(value) ? history.Loss(value) : double.PositiveInfinity;
            if (at > step)
            {
                return any ? best : loss;
            }

            last = loss;
            if (at > step / 2)
            {
                any = true;
                best = Math.Min(best, loss);
            }
        }

        return any ? best : last;
    }

    /// <summary>Why a trial has diverged, as a clause; <see langword="null"/> when it has not, or when nobody else has a number at that step either.</summary>
    public static string? Divergence(StudyHistory history, StudyTrial trial)
    {
        if (trial.LastStep is not { } step || trial.Reports.Count < Diverged || trial.Reports.Values.TakeLast(Diverged).Any(double.IsFinite))
        {
            return null;
        }

        var others = history.Trials.Count(other => other != trial && other.State != StudyTrialState.Failed && BestUpTo(history, other, step) is not null);
        return others == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its last {Diverged} values up to step {step} are not numbers, and {others} other trial{(others == 1 ? " has" : "s have")} some");
    }

    /// <summary>Whether a step is the end of the way as far as anybody knows: a trial is complete, and none has come further. Nothing can be saved there.</summary>
    public static bool IsEnd(StudyHistory history, long step) =>
        history.Trials.Any(trial => trial.State == StudyTrialState.Complete) && history.Trials.All(trial => !(trial.LastStep > step));

    /// <summary>The last step of the longest complete trial; while none is complete, of the longest one.</summary>
    public static (long? Step, bool Complete) Longest(StudyHistory history) =>
        history.Trials.Where(trial => trial.State == StudyTrialState.Complete).Max(trial => trial.LastStep) is { } complete
            ? (complete, true)
            : (history.Trials.Max(trial => trial.LastStep), false);

    /// <summary>A loss as the value that it was, short.</summary>
    public static string Text(StudyHistory history, double loss) => history.Loss(loss).ToString("g6", CultureInfo.InvariantCulture);

    /// <summary>A percentile between the two nearest of some sorted numbers, as NumPy and Optuna take it.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double percent)
    {
        var place = percent / 100 * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        var part = place - below;

        // Without the first two cases, infinities would make NaN of what is plain.
        return part == 0 || sorted[below] == sorted[above] ? sorted[below] : sorted[below] + (part * (sorted[above] - sorted[below]));
    }
}
