namespace MlOps;

/// <summary>The order of hyperparameters that were given without one.</summary>
public static class HyperparameterOrder
{
    /// <summary>Sorts by name, by the characters' codes: the same in every culture and on every provider.</summary>
    /// <param name="hyperparameters">The hyperparameters.</param>
    /// <returns>The same, sorted.</returns>
    public static IReadOnlyList<KeyValuePair<string, object?>> Sorted(IEnumerable<KeyValuePair<string, object?>> hyperparameters) =>
        [.. hyperparameters.OrderBy(hyperparameter => hyperparameter.Key, StringComparer.Ordinal)];
}
