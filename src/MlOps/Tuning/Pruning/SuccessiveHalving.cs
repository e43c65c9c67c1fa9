using System.Globalization;

namespace MlOps;

/// <summary>
/// Asynchronous successive halving of the stopping kind over some trials. Rungs are at <c>first · factor^r</c>. Of n trials that have reached a rung, those that pass are the best <c>⌊n / factor⌋</c>, at least one, and some to spare.
/// A trial is held against a rung once, at the report that passes it; one report may pass several. Between two rungs, a trial goes on while it is not worse than the median of the others that came as far: most of
/// those that passed a rung fail at the next one, and this ends them on the way. What it saves pays for the spare ones, which lose less of the best trials than any other use of those steps (measured by the
/// benchmark <c>tuning-pruners</c>). Trials are not held against a rung again when more have reached it: that saves more still, but every leader is overtaken then, and a search with many trials at once
/// may end with none complete.
/// </summary>
/// <param name="factor">One in how many goes on, and by how much the next rung is further.</param>
/// <param name="spare">How many more than that pass a rung.</param>
/// <param name="bootstrap">How many trials have to have come as far before any is ended there.</param>
internal sealed class SuccessiveHalving(int factor, int spare, int bootstrap)
{
    /// <summary>How many others have to have come as far for a median of them to say anything.</summary>
    private const int Company = 3;

    /// <summary>Decides about a trial.</summary>
    /// <param name="history">Every trial so far.</param>
    /// <param name="field">Those of them that are compared with each other, the trial among them.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="first">The step of the first rung.</param>
    /// <returns>Why it should be ended; <see langword="null"/> when it goes on.</returns>
    public string? Judge(StudyHistory history, IReadOnlyList<StudyTrial> field, StudyTrial trial, long first)
    {
        if (trial.LastStep is not { } step || LearningCurve.IsEnd(history, step))
        {
            return null;
        }

        if (LearningCurve.Divergence(history, trial) is { } diverged)
        {
            return diverged;
        }

        if (step < first || LearningCurve.Recent(history, trial, step) is var now && double.IsPositiveInfinity(now))
        {
            return null;
        }

        return AtRungs(history, field, trial, first, step) ?? Between(history, field, trial, step, now);
    }

    private string? AtRungs(StudyHistory history, IReadOnlyList<StudyTrial> field, StudyTrial trial, long first, long step)
    {
        var previous = trial.Reports.Count < 2 ? long.MinValue : trial.Reports.Keys.ElementAt(trial.Reports.Count - 2);
        for (var rung = first; ; rung *= factor)
        {
            if (rung > previous && AtRung(history, field, trial, rung) is { } reason)
            {
                return reason;
            }

            // The next one is out of reach, and may be more than there are numbers.
            if (rung > step / factor)
            {
                return null;
            }
        }
    }

    private string? AtRung(StudyHistory history, IReadOnlyList<StudyTrial> field, StudyTrial trial, long rung)
    {
        var own = LearningCurve.Recent(history, trial, rung);
        if (double.IsPositiveInfinity(own))
        {
            return null;
        }

        List<double> others = [.. field.Where(other => other != trial && LearningCurve.Reached(other, rung)).Select(other => Standing(history, other, rung))];
        var (reached, better) = (others.Count + 1, others.Count(other => other < own));
        var passing = Math.Max(1, (reached / factor) + spare);
        return reached >= bootstrap && better >= passing
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{LearningCurve.Text(history, own)} at step {rung} is number {better + 1} of the {reached} trials that came there, of which {passing} {(passing == 1 ? "goes" : "go")} on")
            : null;
    }

    private string? Between(StudyHistory history, IReadOnlyList<StudyTrial> field, StudyTrial trial, long step, double own)
    {
        List<double> others = [.. field.Where(other => other != trial && LearningCurve.Reached(other, step)).Select(other => Standing(history, other, step)).Order()];
        if (others.Count < Company || others.Count + 1 < bootstrap)
        {
            return null;
        }

        var median = LearningCurve.Percentile(others, 50);
        return own > median
            ? string.Create(CultureInfo.InvariantCulture, $"{LearningCurve.Text(history, own)} at step {step} is worse than the median {LearningCurve.Text(history, median)} of {others.Count} other trials that came as far")
            : null;
    }

    // A trial that was good here and has gone wrong since stands in nobody's way: else one that explodes at its end would be all that a search has.
    private static double Standing(StudyHistory history, StudyTrial other, long step) =>
        Math.Max(LearningCurve.Recent(history, other, step), LearningCurve.Recent(history, other, other.LastStep!.Value));
}
