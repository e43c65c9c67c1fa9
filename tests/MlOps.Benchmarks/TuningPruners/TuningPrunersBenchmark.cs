using System.Diagnostics;
using System.Globalization;

namespace MlOps.Benchmarks.TuningPruners;

/// <summary>The pruning rules against Optuna's of the same name, with the defaults of either, on the same learning curves.</summary>
internal sealed class TuningPrunersBenchmark : IBenchmark
{
    private const int Trials = 200;
    private static readonly int[] s_workers = [1, 4, 16];
    private static readonly MlPruning[] s_rules = [MlPruning.Median, MlPruning.Percentile, MlPruning.SuccessiveHalving, MlPruning.Hyperband];

    public string Name => "tuning-pruners";

    public string Description => "steps saved and quality lost by pruning, against Optuna's pruners [seeds, trials]";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        var seeds = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        var trials = args.Count > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Trials;
        var searches =
            (from set in CurveSet.All
             from seed in Enumerable.Range(1, seeds)
             let curves = set.Curves(seed, trials)
             from workers in s_workers
             from rule in s_rules
             select new Search(set, seed, curves, workers, rule)).ToList();

        var theirs = await OptunaAsync(searches);
        var ours = searches.AsParallel().AsOrdered().Select(search => Simulation.Run(search.Curves, search.Workers, PruningChoice.Create(search.Rule, new()))).ToList();

        Console.WriteLine($"{trials} trials, {seeds} seeds. Regret: how much worse the best final value is than without pruning, as a part of the distance from the best to the median trial. Medians over the seeds; in brackets the means.");
        Console.WriteLine("| Curves | Rule | At once | Saved, Optuna | Saved, MlOps | Ratio | Regret, Optuna | Regret, MlOps |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        var rows = searches.Zip(theirs, ours).GroupBy(row => (row.First.Set, row.First.Rule, row.First.Workers));
        foreach (var row in rows.OrderBy(row => CurveSet.All.ToList().IndexOf(row.Key.Set)).ThenBy(row => row.Key.Rule).ThenBy(row => row.Key.Workers))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Key.Set.Name} | {Word(row.Key.Rule)} | {row.Key.Workers} | {Median(row.Select(one => one.Second.Saved)):0.000} | {Median(row.Select(one => one.Third.Saved)):0.000} | {Median(row.Select(one => one.Third.Saved / one.Second.Saved)):0.000} | {Regrets(row.Select(one => one.First.Regret(one.Second)))} | {Regrets(row.Select(one => one.First.Regret(one.Third)))} |"));
        }
    }

    private static string Word(MlPruning rule) => rule == MlPruning.SuccessiveHalving ? nameof(MlPruning.SuccessiveHalving) : rule.ToString();

    private static string Regrets(IEnumerable<double> regrets)
    {
        var all = regrets.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Median(all):0.000} ({all.Average():0.000})");
    }

    private static double Median(IEnumerable<double> values) => new Samples(values).Median;

    private static async Task<List<Outcome>> OptunaAsync(List<Search> searches)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, searches.Select(search => search.Line));

            // Debian's package belongs to Debian's own interpreter, whatever else is on the path.
            var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
            var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "TuningPruners", "optuna_pruners.py"), file]) { RedirectStandardOutput = true };
            start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{python} ended with exit code {process.ExitCode}; this benchmark needs Debian's python3-optuna.");
            }

            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. searches.Zip(lines, (search, line) => search.Read(line))];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
