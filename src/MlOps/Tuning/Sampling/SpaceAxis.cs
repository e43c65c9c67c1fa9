namespace MlOps;

/// <summary>One parameter as a coordinate: of a range its place from 0 to 1, of a choice the number of the value. NaN says that the parameter does not apply.</summary>
internal sealed class SpaceAxis
{
    private readonly (int Parent, SpaceCondition Condition)[] _conditions;
    private readonly ParameterDomain _domain;

    /// <summary>Makes the coordinate of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="earlier">Where the parameters before it are, by name.</param>
    public SpaceAxis(SpaceParameter parameter, Dictionary<string, int> earlier)
    {
        Parameter = parameter;
        _domain = parameter.Domain;
        _conditions = [.. parameter.Conditions.Select(condition => (earlier[condition.Parent], condition))];
        Choices = _domain is ChoiceDomain choice ? choice.Values.Count : 0;
        IsFixed = _domain.Count == 1;
    }

    /// <summary>The parameter.</summary>
    public SpaceParameter Parameter { get; }

    /// <summary>How many values a choice has; 0 for a range.</summary>
    public int Choices { get; }

    /// <summary>Whether there is only one value.</summary>
    public bool IsFixed { get; }

    /// <summary>Whether the parameter applies at a point of which the earlier coordinates are known.</summary>
    public bool IsActive(double[] point, SpaceAxis[] axes)
    {
        foreach (var (parent, condition) in _conditions)
        {
            if (double.IsNaN(point[parent]) || !condition.Holds(axes[parent].Value(point[parent])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The coordinate of a value; NaN of one that the domain does not have a place for.</summary>
    public double Coordinate(object? value) => _domain switch
    {
        ChoiceDomain choice => choice.IndexOf(value) is >= 0 and var index ? index : double.NaN,
        _ => _domain.ToUnit(value),
    };

    /// <summary>The value at a coordinate.</summary>
    public object? Value(double coordinate) => Choices > 0 ? _domain.At((long)coordinate) : _domain.FromUnit(coordinate);

    /// <summary>The coordinate of a number from 0 to 1, as <see cref="ParameterDomain.FromUnit"/> has it.</summary>
    public double FromUnit(double unit) => Choices > 0 ? Math.Clamp((int)(unit * Choices), 0, Choices - 1) : Snap(unit);

    /// <summary>The coordinate of the value that a place of a range means: where values are counted, the middle of what belongs to the value.</summary>
    public double Snap(double unit) => Choices > 0 || _domain.Count is not { } count ? unit
        : _domain is IntegerDomain { Scale: not MlRangeScale.Linear } ? _domain.ToUnit(_domain.FromUnit(unit))
        : (Math.Clamp(Math.Floor(unit * count), 0, count - 1) + 0.5) / count;

    /// <summary>How much of the line from 0 to 1 belongs to the value at a coordinate; 0 for a range that is not counted.</summary>
    public double Width(double coordinate)
    {
        if (_domain.Count is not { } count)
        {
            return 0;
        }

        if (_domain is not IntegerDomain { Scale: not MlRangeScale.Linear } domain)
        {
            return 1.0 / count;
        }

        var value = (double)(long)domain.FromUnit(coordinate)!;
        return (Math.Log(value + 0.5) - Math.Log(value - 0.5)) / (Math.Log(domain.High + 0.5) - Math.Log(domain.Low - 0.5));
    }
}
