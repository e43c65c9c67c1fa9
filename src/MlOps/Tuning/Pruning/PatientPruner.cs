namespace MlOps;

/// <summary>Asks another rule only about a trial that has stopped getting better: when its last <c>patience + 1</c> reports are no better than what it had before them. Steps do not matter, reports do.</summary>
/// <param name="pruner">The rule.</param>
/// <param name="patience">For how many reports a trial may fail to get better.</param>
/// <param name="minDelta">By how much it has to get better.</param>
internal sealed class PatientPruner(IPruner pruner, int patience, double minDelta) : IPruner
{
    /// <inheritdoc/>
    public string? Judge(StudyHistory history, StudyTrial trial)
    {
        var before = trial.Reports.Count - patience - 1L;
        if (before < 1)
        {
            return null;
        }

        var (best, index) = (double.PositiveInfinity, 0L);
        foreach (var value in trial.Reports.Values)
        {
            var loss = double.IsFinite(value) ? history.Loss(value) : double.PositiveInfinity;
            if (index++ < before)
            {
                best = Math.Min(best, loss);
            }
            else if (loss < best && loss <= best - minDelta)
            {
                return null;
            }
        }

        return pruner.Judge(history, trial);
    }
}
