namespace MlOps.Benchmarks.Tuning;

/// <summary>A function whose least value is known, in place of a training.</summary>
/// <param name="Name">Its name, also in <c>tuning.py</c>.</param>
/// <param name="Optimum">Its least value.</param>
/// <param name="Space">Where it is searched.</param>
/// <param name="Of">The function.</param>
/// <param name="Noise">The deviation of what is added to each value that a search sees.</param>
internal sealed record TestFunction(string Name, double Optimum, SearchSpace Space, Func<IReadOnlyDictionary<string, object?>, double> Of, double Noise = 0);
