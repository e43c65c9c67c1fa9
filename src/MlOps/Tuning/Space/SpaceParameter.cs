namespace MlOps;

/// <summary>One hyperparameter of a search space.</summary>
/// <param name="Name">Its name, as in the training code's arguments.</param>
/// <param name="Domain">The values that it may have.</param>
/// <param name="Conditions">When it applies: all of these have to hold; empty for always.</param>
public sealed record SpaceParameter(string Name, ParameterDomain Domain, IReadOnlyList<SpaceCondition> Conditions)
{
    /// <summary>Whether it applies, given the values of the parameters that it depends on.</summary>
    /// <param name="values">The values by name; a parameter that does not apply itself is not in them.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool IsActive(IReadOnlyDictionary<string, object?> values) => Conditions.All(condition => values.TryGetValue(condition.Parent, out var value) && condition.Holds(value));
}
