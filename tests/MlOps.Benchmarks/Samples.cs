using System.Globalization;

namespace MlOps.Benchmarks;

/// <summary>Measured times, in milliseconds.</summary>
/// <param name="values">The times.</param>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    /// <summary>The time that half of the runs stayed below.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The shortest time.</summary>
    public double Fastest => _sorted[0];

    /// <summary>The longest time.</summary>
    public double Slowest => _sorted[^1];

    /// <summary>The header of the rows that <see cref="Row"/> makes.</summary>
    public static string Header => "| What | Runs | Median | Fastest | 9 of 10 below |\n| --- | ---: | ---: | ---: | ---: |";

    /// <summary>A row of a table.</summary>
    /// <param name="what">What was measured.</param>
    /// <returns>The row.</returns>
    public string Row(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"| {what} | {_sorted.Length} | {Median:0.0} ms | {Fastest:0.0} ms | {Quantile(0.9):0.0} ms |");

    private double Quantile(double part)
    {
        var place = part * (_sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, _sorted.Length - 1);
        return _sorted[below] + ((place - below) * (_sorted[above] - _sorted[below]));
    }
}
