using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>The hyperparameters that a search varies, checked as a whole. A parameter comes after those that it depends on; otherwise they are in the order in which they were given.</summary>
public sealed class SearchSpace
{
    private readonly Dictionary<string, SpaceParameter> _byName;

    private SearchSpace(IReadOnlyList<string> names, IReadOnlyList<SpaceParameter> parameters) =>
        (Names, Parameters, _byName) = (names, parameters, parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal));

    /// <summary>The names in the order in which they were given, which is that of a trial's arguments.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The parameters, each after its parents.</summary>
    public IReadOnlyList<SpaceParameter> Parameters { get; }

    /// <summary>Whether a parameter depends on another.</summary>
    public bool IsConditional => Parameters.Any(parameter => parameter.Conditions.Count > 0);

    /// <summary>Checks a search space and makes it.</summary>
    /// <param name="entries">
    /// By name: an <see cref="MlRange"/>, a list of values to choose from, or one value. They are kept in this order.
    /// </param>
    /// <returns>The space.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: something is wrong; the message names every fault that was found, each with its parameter.</exception>
    public static SearchSpace Create(IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var faults = new SpaceFaults();
        if (entries.Count == 0)
        {
            faults.Add("it has no parameter");
        }

        var parameters = SpaceReader.Read(entries, faults);
        var ordered = SpaceDependencies.Sort(parameters, faults);
        faults.Throw();
        return new([.. entries.Select(entry => entry.Key)], ordered);
    }

    /// <summary>A parameter by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out SpaceParameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>Chooses a value for each parameter that applies, the parents first.</summary>
    /// <param name="choose">Is asked for the value of a parameter, with the values that were chosen before.</param>
    /// <returns>The values by name, in the order of <see cref="Names"/>.</returns>
    public IReadOnlyDictionary<string, object?> Assign(Func<SpaceParameter, IReadOnlyDictionary<string, object?>, object?> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parameter in Parameters)
        {
            if (parameter.IsActive(values))
            {
                values[parameter.Name] = choose(parameter, values);
            }
        }

        return InOrder(values);
    }

    /// <summary>Puts the values of a trial in the order of <see cref="Names"/>.</summary>
    /// <param name="values">Values by name.</param>
    /// <returns>The same, in order.</returns>
    public IReadOnlyDictionary<string, object?> InOrder(IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var ordered = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            if (values.TryGetValue(name, out var value))
            {
                ordered.Add(name, value);
            }
        }

        return ordered;
    }
}
