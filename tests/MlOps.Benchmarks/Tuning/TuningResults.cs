using System.Collections.Concurrent;
using System.Text.Json;

namespace MlOps.Benchmarks.Tuning;

/// <summary>What searches have found, and a file that keeps it for those of Optuna, which take minutes and do not change.</summary>
/// <param name="file">The file; <see langword="null"/> for none.</param>
internal sealed class TuningResults(string? file)
{
    private readonly ConcurrentDictionary<string, double[]> _regrets = file is not null && File.Exists(file) ? JsonSerializer.Deserialize<ConcurrentDictionary<string, double[]>>(File.ReadAllText(file))! : new();

    /// <summary>Whether a search is known.</summary>
    public bool Has(TuningRun run) => _regrets.ContainsKey(run.ToString());

    /// <summary>Takes a search down.</summary>
    public void Put(TuningRun run, double[] regrets) => _regrets[run.ToString()] = regrets;

    /// <summary>The median over seeds after a budget.</summary>
    public double Median(TestFunction function, string sampler, int workers, int seeds, int budget) =>
        new Samples(Enumerable.Range(0, seeds).Select(seed => _regrets[new TuningRun(function.Name, sampler, workers, seed).ToString()][budget])).Median;

    /// <summary>Writes the file.</summary>
    public void Save()
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(_regrets.Where(one => !one.Key.Contains("/ours", StringComparison.Ordinal)).ToDictionary()));
        }
    }
}
