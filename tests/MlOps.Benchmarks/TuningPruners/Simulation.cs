namespace MlOps.Benchmarks.TuningPruners;

/// <summary>What came of a search.</summary>
/// <param name="Saved">The share of all steps that was not run.</param>
/// <param name="Best">The best final value of a complete trial; NaN without one.</param>
internal sealed record Outcome(double Saved, double Best);

/// <summary>A search over given curves: as many trials at once as there are workers, each at its own pace; whoever is ended makes room for the next one at that moment.</summary>
internal static class Simulation
{
    /// <summary>Runs a search.</summary>
    /// <param name="curves">The curves, the first trial's first.</param>
    /// <param name="workers">How many trials run at once.</param>
    /// <param name="pruner">The rule; <see langword="null"/> for none.</param>
    /// <returns>What came of it.</returns>
    public static Outcome Run(IReadOnlyList<Curve> curves, int workers, IPruner? pruner)
    {
        var history = new StudyHistory(SearchSpace.Create([new("x", new MlRange { Low = 0, High = 1 })]), MlGoal.Minimize);
        var next = new PriorityQueue<(StudyTrial Trial, int Report), (double Time, int Number)>();
        var used = 0L;

        void Begin(double now)
        {
            if (history.Trials.Count < curves.Count)
            {
                Wait(history.Begin(new Dictionary<string, object?>()), 0, now);
            }
        }

        void Wait(StudyTrial trial, int report, double now)
        {
            var curve = curves[trial.Number];
            var steps = curve.Steps[report] - (report == 0 ? 0 : curve.Steps[report - 1]);
            next.Enqueue((trial, report), (now + (curve.Pace * steps), trial.Number));
        }

        for (var worker = 0; worker < workers; worker++)
        {
            Begin(0);
        }

        while (next.TryDequeue(out var at, out var when))
        {
            var (curve, trial, report) = (curves[at.Trial.Number], at.Trial, at.Report);
            trial.Report(curve.Steps[report], curve.Values[report]);
            var last = report == curve.Steps.Count - 1;
            if (pruner?.Judge(history, trial) is not null)
            {
                trial.End(StudyTrialState.Pruned, curve.Values[report]);
            }
            else if (last)
            {
                trial.End(double.IsFinite(curve.Values[report]) ? StudyTrialState.Complete : StudyTrialState.Failed, double.IsFinite(curve.Values[report]) ? curve.Values[report] : null);
            }
            else
            {
                Wait(trial, report + 1, when.Time);
                continue;
            }

            used += curve.Steps[report];
            Begin(when.Time);
        }

        var complete = history.Trials.Where(trial => trial.State == StudyTrialState.Complete).Select(trial => trial.Value!.Value).ToList();
        return new(1 - ((double)used / curves.Sum(curve => curve.Steps[^1])), complete.Count == 0 ? double.NaN : complete.Min());
    }
}
