namespace MlOps;

/// <summary>The order of hyperparameters that came without one.</summary>
public static class HyperparameterOrder
{
    /// <summary>Sorts by name, character by character, so that an unordered table gives the same arguments each time and in every culture.</summary>
    /// <param name="hyperparameters">The hyperparameters.</param>
    /// <returns>The same, sorted.</returns>
    public static IReadOnlyList<KeyValuePair<string, object?>> Sorted(IEnumerable<KeyValuePair<string, object?>> hyperparameters) =>
        [.. hyperparameters.OrderBy(hyperparameter => hyperparameter.Key, StringComparer.Ordinal)];
}
