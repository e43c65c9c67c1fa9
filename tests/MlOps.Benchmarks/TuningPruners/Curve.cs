namespace MlOps.Benchmarks.TuningPruners;

/// <summary>What a trial would report if nobody ended it.</summary>
/// <param name="Pace">How long a step takes.</param>
/// <param name="Steps">The steps that it reports.</param>
/// <param name="Values">What it reports there; NaN once it has diverged.</param>
internal sealed record Curve(double Pace, IReadOnlyList<long> Steps, IReadOnlyList<double> Values);
