namespace MlOps.Tests.Tuning.Pruning;

/// <summary>A study of noisy curves with several trials at once, in which whoever is condemned makes room for the next one.</summary>
internal static class RunningStudy
{
    public static (StudyHistory History, int Steps) Run(int seed, int workers, int trials, int length, IPruner pruner)
    {
        var random = new Random(seed);
        var history = Study.Of();
        var floors = Enumerable.Range(0, trials).Select(_ => random.NextDouble()).ToList();
        List<StudyTrial> running = [];
        var steps = 0;
        while (running.Count > 0 || history.Trials.Count < trials)
        {
            while (running.Count < workers && history.Trials.Count < trials)
            {
                running.Add(history.Begin(new Dictionary<string, object?>()));
            }

            var trial = running[random.Next(running.Count)];
            var step = trial.Reports.Count + 1;
            trial.Report(step, floors[trial.Number] + (2 / Math.Sqrt(step)) + (0.05 * random.NextDouble()));
            steps++;
            if (pruner.Judge(history, trial) is not null)
            {
                trial.End(StudyTrialState.Pruned, trial.At(step));
                running.Remove(trial);
            }
            else if (step == length)
            {
                trial.End(StudyTrialState.Complete, trial.At(step));
                running.Remove(trial);
            }
        }

        return (history, steps);
    }
}
