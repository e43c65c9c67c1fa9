namespace MlOps.Benchmarks.TuningPruners;

/// <summary>A kind of learning curves, from which as many as are wanted can be drawn by a seed.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Length">The last step.</param>
/// <param name="Draw">Draws the value at each step, from the first on.</param>
/// <param name="Uneven">Whether trials report at steps of their own instead of at each.</param>
internal sealed record CurveSet(string Name, int Length, Func<Random, int, double[]> Draw, bool Uneven = false)
{
    /// <summary>All sets that are measured.</summary>
    public static IReadOnlyList<CurveSet> All { get; } =
    [
        new("power laws", 81, PowerLaw),
        new("noisy decays", 100, NoisyDecay),
        new("mixed", 100, Mixed),
        new("mixed, steps of their own", 100, Mixed, Uneven: true),
        new("crossing only", 81, Crossing),
    ];

    /// <summary>Draws curves.</summary>
    /// <param name="seed">What makes them the same again.</param>
    /// <param name="count">How many.</param>
    /// <returns>The curves.</returns>
    public IReadOnlyList<Curve> Curves(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Reported(random, Draw(random, Length), Math.Exp(0.3 * Normal(random))))];
    }

    private Curve Reported(Random random, double[] values, double pace)
    {
        int[] intervals = [1, 2, 3, 5, 7, 10];
        var interval = Uneven ? intervals[random.Next(intervals.Length)] : 1;
        var shift = Uneven ? random.Next(interval) : 0;
        var steps = Enumerable.Range(1, Length).Where(step => step == Length || step % interval == shift).ToList();
        return new(pace, [.. steps.Select(step => (long)step)], [.. steps.Select(step => values[step - 1])]);
    }

    private static double[] PowerLaw(Random random, int length)
    {
        var (floor, height, rate) = (Floor(random), Between(random, 0.8, 2.5), Between(random, 0.4, 1.5));
        return Noisy(random, length, 0.01, step => floor + (height * Math.Pow(step, -rate)));
    }

    private static double[] NoisyDecay(Random random, int length)
    {
        var (floor, height, time, noise) = (Floor(random), Between(random, 1, 2.5), Math.Exp(Between(random, Math.Log(2), Math.Log(40))), Between(random, 0.01, 0.08));
        return Diverging(random, 0.08, Noisy(random, length, noise, step => floor + (height * Math.Exp(-step / time))));
    }

    // A large learning rate is fast at first and ends high; the best ones are slow.
    private static double[] Crossing(Random random, int length)
    {
        var rate = random.NextDouble();
        var (floor, time) = (0.1 + (0.5 * rate * rate) + (0.4 * Math.Pow(random.NextDouble(), 1.5)), 60 * Math.Pow(1 / 30.0, rate));
        return Diverging(random, 0.08, Noisy(random, length, 0.01 + (0.02 * rate), step => floor + (1.8 * Math.Exp(-step / time)) + (0.2 / Math.Sqrt(step))));
    }

    // A schedule drops the learning rate somewhere on the way, and the loss with it.
    private static double[] LateBloomer(Random random, int length)
    {
        var (floor, middle) = (Floor(random), Between(random, 0.1, 0.6) * length);
        return Noisy(random, length, 0.01, step => floor + (1.5 / (1 + Math.Exp((step - middle) / (middle / 6)))) + (0.5 * Math.Pow(step, -0.7)));
    }

    private static double[] Mixed(Random random, int length) => random.NextDouble() switch
    {
        < 0.4 => Diverging(random, 0.08, PowerLaw(random, length)),
        < 0.7 => NoisyDecay(random, length),
        < 0.9 => Crossing(random, length),
        _ => LateBloomer(random, length),
    };

    // Many are bad, few are good.
    private static double Floor(Random random) => 0.1 + (0.9 * Math.Pow(random.NextDouble(), 1.5));

    private static double[] Noisy(Random random, int length, double deviation, Func<int, double> value) =>
        [.. Enumerable.Range(1, length).Select(step => value(step) + (deviation * Normal(random)))];

    private static double[] Diverging(Random random, double share, double[] values)
    {
        if (random.NextDouble() >= share)
        {
            return values;
        }

        var from = random.Next(3, values.Length);
        var toNaN = random.NextDouble() < 0.6;
        return [.. values.Select((value, index) => index < from ? value : toNaN ? double.NaN : value + Math.Min(50, Math.Exp(0.15 * (index - from))))];
    }

    private static double Between(Random random, double low, double high) => low + (random.NextDouble() * (high - low));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
