namespace MlOps;

/// <summary>
/// Asynchronous successive halving (ASHA) of the stopping kind: see <see cref="SuccessiveHalving"/>. Where the first rung is not given, it is at a hundredth of the longest complete trial; while none is complete, of the longest
/// one so far, so that trials which begin side by side do not all run to their end first.
/// </summary>
/// <param name="minResource">The step of the first rung; <see langword="null"/> to find it.</param>
/// <param name="factor">One in how many goes on, and by how much the next rung is further.</param>
/// <param name="skipped">How many rungs are left out at the beginning.</param>
/// <param name="bootstrap">How many trials have to have come as far before any is ended there.</param>
internal sealed class SuccessiveHalvingPruner(long? minResource, int factor, int skipped, int bootstrap) : IPruner
{
    // With one to spare, a rung that few have reached does not end all but its best, as Optuna's does.
    private readonly SuccessiveHalving _rule = new(factor, 1, bootstrap);

    /// <inheritdoc/>
    public string? Judge(StudyHistory history, StudyTrial trial)
    {
        var first = minResource ?? Math.Max((LearningCurve.Longest(history).Step ?? 0) / 100, 1);
        for (var rung = 0; rung < skipped; rung++)
        {
            // The first rung may be further than any step.
            first = first > long.MaxValue / factor ? long.MaxValue : first * factor;
        }

        return _rule.Judge(history, history.Trials, trial, first);
    }
}
