namespace MlOps;

/// <summary>
/// Hyperband: several successive halvings side by side, of which each begins a rung later, so that trials which are slow at first have their chance in the later ones. A trial belongs to one of them, its bracket, and is compared with
/// the others of it. Which one is a matter of its number and of how many brackets there are: brackets are dealt out by a golden-ratio sequence, so that any few trials in a row are spread over them by their
/// weights (Optuna draws them by a checksum, and a short study may miss one).
/// </summary>
/// <param name="minResource">The step of the first rung of the first bracket.</param>
/// <param name="maxResource">The step at which a trial ends by itself; <see langword="null"/> to find it.</param>
/// <param name="factor">One in how many goes on, and by how much the next rung is further.</param>
/// <param name="bootstrap">How many trials of a bracket have to have come as far before any is ended there.</param>
internal sealed class HyperbandPruner(long minResource, long? maxResource, int factor, int bootstrap) : IPruner
{
    private const double GoldenRatio = 0.6180339887498949;

    // None to spare: trials that are slow at first have the later brackets.
    private readonly SuccessiveHalving _rule = new(factor, 0, bootstrap);

    /// <inheritdoc/>
    public string? Judge(StudyHistory history, StudyTrial trial)
    {
        if (trial.LastStep is not { } step || step >= maxResource)
        {
            return null;
        }

        var weights = Weights(Brackets(history));
        var bracket = Bracket(trial.Number, weights);
        var first = minResource;
        for (var skipped = 0; skipped < bracket; skipped++)
        {
            first *= factor;
        }

        return _rule.Judge(history, [.. history.Trials.Where(other => Bracket(other.Number, weights) == bracket)], trial, first);
    }

    /// <summary>How many brackets there are: one for each rung up to the end of a trial. While no trial is complete, the end is taken to be one rung beyond the longest so far.</summary>
    /// <param name="history">Every trial so far.</param>
    /// <returns>The number.</returns>
    internal int Brackets(StudyHistory history)
    {
        var end = maxResource ?? End(LearningCurve.Longest(history));
        var brackets = 1;
        for (var first = minResource; first <= end / factor; first *= factor)
        {
            brackets++;
        }

        return brackets;
    }

    /// <summary>By which weights trials are dealt out to brackets.</summary>
    /// <param name="brackets">How many brackets there are.</param>
    /// <returns>The weights, that of the bracket with the earliest rung first.</returns>
    internal IReadOnlyList<double> Weights(int brackets) =>
        [.. Enumerable.Range(0, brackets).Select(bracket => Math.Ceiling(brackets * Math.Pow(factor, brackets - 1 - bracket) / (brackets - bracket)))];

    /// <summary>The bracket of a trial.</summary>
    /// <param name="number">The number of the trial.</param>
    /// <param name="weights">The weights of the brackets.</param>
    /// <returns>The bracket, from zero.</returns>
    internal static int Bracket(int number, IReadOnlyList<double> weights)
    {
        var place = number * GoldenRatio % 1 * weights.Sum();
        for (var bracket = 0; bracket < weights.Count - 1; bracket++)
        {
            place -= weights[bracket];
            if (place < 0)
            {
                return bracket;
            }
        }

        return weights.Count - 1;
    }

    // Steps may be counted from zero: the last one is then one less than the number of them.
    private long End((long? Step, bool Complete) longest) => longest switch
    {
        (null, _) => minResource,
        ({ } step, true) => step + (step < long.MaxValue ? 1 : 0),
        ({ } step, false) => step > long.MaxValue / factor ? long.MaxValue : step * factor,
    };
}
