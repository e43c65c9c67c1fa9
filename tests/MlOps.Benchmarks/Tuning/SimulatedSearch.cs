namespace MlOps.Benchmarks.Tuning;

/// <summary>A search as a driver runs it, in a time that only counts.</summary>
internal static class SimulatedSearch
{
    /// <summary>Runs one.</summary>
    /// <param name="function">The function.</param>
    /// <param name="sampler">The sampler.</param>
    /// <param name="seed">What the times that trials take, and the noise, depend on.</param>
    /// <param name="trials">How many trials there are.</param>
    /// <param name="workers">How many run at once.</param>
    /// <returns>How far the best trial is from the optimum after each trial that ended; with noise, the trial that seems best.</returns>
    public static double[] Run(TestFunction function, ISampler sampler, int seed, int trials, int workers)
    {
        var history = new StudyHistory(function.Space, MlGoal.Minimize);
        var noise = new Random(seed);
        var running = new PriorityQueue<(StudyTrial Trial, double Value), (double End, int Number)>();
        var (now, best, curve) = (0.0, (Seen: double.PositiveInfinity, Value: double.PositiveInfinity), new List<double>());
        while (curve.Count < trials)
        {
            while (running.Count < workers && curve.Count + running.Count < trials)
            {
                var number = history.Trials.Count;
                var values = sampler.Suggest(history, number) ?? throw new InvalidOperationException("The sampler has nothing left.");
                running.Enqueue((history.Begin(values), function.Of(values)), (now + Duration(seed, number), number));
            }

            running.TryDequeue(out var ended, out var at);
            now = at.End;
            var seen = ended.Value + (function.Noise > 0 ? function.Noise * Math.Sqrt(-2 * Math.Log(1 - noise.NextDouble())) * Math.Cos(2 * Math.PI * noise.NextDouble()) : 0);
            ended.Trial.End(StudyTrialState.Complete, seen);
            best = seen < best.Seen ? (seen, ended.Value) : best;
            curve.Add(best.Value - function.Optimum);
        }

        return [.. curve];
    }

    private static double Duration(long seed, long number) => 0.5 + (((number * 7919) + (seed * 104729)) % 1009 / 1009.0);
}
