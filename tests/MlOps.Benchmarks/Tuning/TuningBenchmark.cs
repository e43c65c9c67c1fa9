using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.Benchmarks.Tuning;

/// <summary>How near searches come to the optimum, beside Optuna's in the same functions with the same budgets, and what a suggestion costs.</summary>
internal sealed class TuningBenchmark : IBenchmark
{
    private const string Tpe = "tpe";
    private const string Grouped = "tpe-grouped";
    private const string Random = "random";
    private static readonly int[] s_budgets = [20, 40, 60, 100];
    private static readonly string[] s_samplers = [Tpe, Grouped, Random];

    public string Name => "tuning";

    public string Description => "regret of searches, beside Optuna's; --wide for many more functions, --seeds N, --threads N, --only NAME, --keep FILE for what Optuna found";

    public Task RunAsync(IReadOnlyList<string> args)
    {
        var isWide = args.Contains("--wide");
        var seeds = int.Parse(Option(args, "--seeds") ?? "30", CultureInfo.InvariantCulture);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = int.Parse(Option(args, "--threads") ?? "2", CultureInfo.InvariantCulture) };
        var only = Option(args, "--only")?.Split(',');
        var functions = (isWide ? TestFunctions.Wide : TestFunctions.Reported).Where(function => only is null || only.Contains(function.Name)).ToList();
        var results = new TuningResults(Option(args, "--keep"));

        Check(functions);
        RunSearches(functions, seeds, 1, results, threads, ["ours", "ours-quasi", "ours-random"], s_samplers);
        WriteRegrets(functions, seeds, results);
        if (isWide)
        {
            WriteWide(functions, seeds, results);
        }
        else
        {
            foreach (var workers in new[] { 4, 16 })
            {
                RunSearches(functions, seeds, workers, results, threads, ["ours"], [Tpe, Grouped]);
            }

            WriteParallel(functions, seeds, results);
            WriteCosts(functions);
        }

        results.Save();
        return Task.CompletedTask;
    }

    /// <summary>Holds the functions of both languages against each other.</summary>
    private static void Check(List<TestFunction> functions)
    {
        using var optuna = new OptunaProcess();
        var worst = 0.0;
        foreach (var function in functions)
        {
            var history = new StudyHistory(function.Space, MlGoal.Minimize);
            var points = Enumerable.Range(0, 200).Select(number => new RandomSampler(99).Suggest(history, number)!).ToList();
            var theirs = optuna.Ask("check", function, ("points", new JsonArray([.. points.Select(point => new JsonObject(point.Select(one => KeyValuePair.Create(one.Key, OptunaProcess.Node(one.Value)))))])));
            worst = Math.Max(worst, points.Zip(theirs, (point, value) => Math.Abs(function.Of(point) - value) / (1 + Math.Abs(value))).Max());
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The functions of both languages at 200 points each: {worst:0.0e+0} apart at most, relative to 1 + |f|.\n"));
        if (worst > 1e-9)
        {
            throw new InvalidOperationException("The functions differ.");
        }
    }

    private static void RunSearches(List<TestFunction> functions, int seeds, int workers, TuningResults results, ParallelOptions threads, string[] ours, string[] theirs)
    {
        var tasks = functions.SelectMany(function => Enumerable.Range(0, seeds).Select(seed => (Function: function, Seed: seed))).ToList();
        Parallel.ForEach(tasks, threads, task =>
        {
            foreach (var sampler in ours)
            {
                var curve = SimulatedSearch.Run(task.Function, Ours(sampler, task.Seed), task.Seed, s_budgets[^1], workers);
                results.Put(new(task.Function.Name, sampler, workers, task.Seed), [.. s_budgets.Select(budget => curve[budget - 1])]);
            }
        });
        Parallel.ForEach(
            tasks,
            threads,
            () => new Lazy<OptunaProcess>(() => new()),
            (task, _, process) =>
            {
                foreach (var sampler in theirs)
                {
                    var key = new TuningRun(task.Function.Name, sampler, workers, task.Seed);
                    if (!results.Has(key))
                    {
                        var values = process.Value.Ask("search", task.Function, ("sampler", sampler), ("seed", task.Seed), ("workers", workers), ("trials", s_budgets[^1]), ("budgets", new JsonArray([.. s_budgets.Select(budget => (JsonNode)budget)])));
                        results.Put(key, [.. values.Select(value => value - task.Function.Optimum)]);
                    }
                }

                return process;
            },
            process =>
            {
                if (process.IsValueCreated)
                {
                    process.Value.Dispose();
                }
            });
    }

    private static ISampler Ours(string name, int seed) => name switch
    {
        "ours" => new TpeSampler(seed),
        "ours-quasi" => new QuasiRandomSampler(seed),
        _ => new RandomSampler(seed),
    };

    private static void WriteRegrets(List<TestFunction> functions, int seeds, TuningResults results)
    {
        Console.WriteLine($"Median regret of {seeds} seeds after so many trials, one at a time; the ratio is ours to the better of Optuna's two.\n");
        Console.WriteLine("| function | trials | ours | ours quasi | ours random | Optuna TPE | Optuna TPE multivariate, group | Optuna random | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var function in functions)
        {
            for (var i = 0; i < s_budgets.Length; i++)
            {
                var row = new[] { "ours", "ours-quasi", "ours-random", Tpe, Grouped, Random }.Select(sampler => results.Median(function, sampler, 1, seeds, i)).ToArray();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {function.Name} | {s_budgets[i]} | {string.Join(" | ", row.Select(value => value.ToString("0.0000e+0", CultureInfo.InvariantCulture)))} | {Ratio(row[0], Math.Min(row[3], row[4])):0.0e+0} |"));
            }
        }

        Console.WriteLine();
    }

    /// <summary>One figure for all functions. A regret of less than a thousandth of what random search leaves after 20 trials counts as that, so that functions that are solved do not hide the others.</summary>
    private static void WriteWide(List<TestFunction> functions, int seeds, TuningResults results)
    {
        var ratios = functions.SelectMany(function => s_budgets.Select((budget, i) =>
        {
            var floor = results.Median(function, Random, 1, seeds, 0) / 1000;
            return (function.Name, Budget: budget, Ratio: (results.Median(function, "ours", 1, seeds, i) + floor) / (Math.Min(results.Median(function, Tpe, 1, seeds, i), results.Median(function, Grouped, 1, seeds, i)) + floor));
        })).ToList();
        foreach (var group in ratios.GroupBy(one => one.Budget))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"At {group.Key} trials: geometric mean {Mean(group.Select(one => one.Ratio)):0.000}, {group.Count(one => one.Ratio > 1)} of {group.Count()} above 1; worst {string.Join(", ", group.OrderByDescending(one => one.Ratio).Take(5).Select(one => $"{one.Name} {one.Ratio:0.00}"))}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"All: geometric mean {Mean(ratios.Select(one => one.Ratio)):0.000}"));

        static double Mean(IEnumerable<double> values) => Math.Exp(values.Average(value => Math.Log(value)));
    }

    private static void WriteParallel(List<TestFunction> functions, int seeds, TuningResults results)
    {
        Console.WriteLine($"Median regret of {seeds} seeds with so many trials at a time, which take from 0.5 to 1.5; Optuna with its constant liar.\n");
        Console.WriteLine("| function | at a time | trials | ours | Optuna TPE | Optuna TPE multivariate, group | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var function in functions)
        {
            foreach (var i in new[] { 2, 3 })
            {
                foreach (var workers in new[] { 1, 4, 16 })
                {
                    var row = new[] { "ours", Tpe, Grouped }.Select(sampler => results.Median(function, sampler, workers, seeds, i)).ToArray();
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {function.Name} | {workers} | {s_budgets[i]} | {string.Join(" | ", row.Select(value => value.ToString("0.0000e+0", CultureInfo.InvariantCulture)))} | {Ratio(row[0], Math.Min(row[1], row[2])):0.0e+0} |"));
                }
            }
        }

        Console.WriteLine();
    }

    private static void WriteCosts(List<TestFunction> functions)
    {
        Console.WriteLine("Milliseconds for a suggestion after so many random trials, median of 20.\n");
        Console.WriteLine("| function | trials | ours | Optuna TPE | Optuna TPE multivariate, group |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        using var optuna = new OptunaProcess();
        foreach (var function in functions.Concat(TestFunctions.Wide.Where(function => function.Name is "deep" or "sphere10" or "relevant20")))
        {
            foreach (var trials in new[] { 60, 1000 })
            {
                var theirs = new[] { Tpe, Grouped }.Select(sampler => new Samples(optuna.Ask("cost", function, ("sampler", sampler), ("trials", trials), ("times", 20))).Median).ToArray();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {function.Name} | {trials} | {OurCost(function, trials):0.0} | {theirs[0]:0.0} | {theirs[1]:0.0} |"));
            }
        }
    }

    private static double OurCost(TestFunction function, int trials)
    {
        var history = new StudyHistory(function.Space, MlGoal.Minimize);
        for (var number = 0; number < trials; number++)
        {
            End(new RandomSampler(1).Suggest(history, number)!);
        }

        var times = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var values = new TpeSampler(1).Suggest(history, history.Trials.Count)!;
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            End(values);
        }

        return new Samples(times.Skip(20)).Median;

        void End(IReadOnlyDictionary<string, object?> values) => history.Begin(values).End(StudyTrialState.Complete, function.Of(values));
    }

    private static double Ratio(double ours, double theirs) => ours == theirs ? 1 : ours / theirs;

    private static string? Option(IReadOnlyList<string> args, string name) => args.SkipWhile(one => one != name).Skip(1).FirstOrDefault();
}
