using System.Globalization;

namespace MlOps.Benchmarks.TuningPruners;

/// <summary>One search: some curves under a rule.</summary>
/// <param name="Set">The kind of curves.</param>
/// <param name="Seed">The seed that they were drawn by.</param>
/// <param name="Curves">The curves.</param>
/// <param name="Workers">How many trials run at once.</param>
/// <param name="Rule">The rule.</param>
internal sealed record Search(CurveSet Set, int Seed, IReadOnlyList<Curve> Curves, int Workers, MlPruning Rule)
{
    private string Head => string.Create(CultureInfo.InvariantCulture, $"{Set.Name} {Seed}\t{Workers}\t{(Rule == MlPruning.SuccessiveHalving ? nameof(MlPruning.SuccessiveHalving) : Rule.ToString())}\t");

    /// <summary>The search as optuna_pruners.py reads it.</summary>
    public string Line => Head + string.Join('\t', Curves.Select(Write));

    /// <summary>Reads what optuna_pruners.py wrote.</summary>
    /// <param name="line">The line.</param>
    /// <returns>What came of the search.</returns>
    public Outcome Read(string line) =>
        line.StartsWith(Head, StringComparison.Ordinal) && line[Head.Length..].Split('\t') is [var saved, var best]
            ? new(double.Parse(saved, CultureInfo.InvariantCulture), best == "nan" ? double.NaN : double.Parse(best, CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"'{line}' is not the outcome of '{Head}'.");

    /// <summary>How much worse the best value is than without pruning, as a part of the distance from the best to the median; that of the worst trial when none is complete.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <returns>The regret; zero is none.</returns>
    public double Regret(Outcome outcome)
    {
        var finals = Curves.Select(curve => curve.Values[^1]).Where(double.IsFinite).Order().ToList();
        return ((double.IsNaN(outcome.Best) ? finals[^1] : outcome.Best) - finals[0]) / (finals[finals.Count / 2] - finals[0]);
    }

    private static string Write(Curve curve) =>
        string.Create(CultureInfo.InvariantCulture, $"{curve.Pace:r};{string.Join(';', curve.Steps.Zip(curve.Values, (step, value) => string.Create(CultureInfo.InvariantCulture, $"{step}={(double.IsNaN(value) ? "nan" : value.ToString("r", CultureInfo.InvariantCulture))}")))}");
}
