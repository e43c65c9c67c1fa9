namespace MlOps;

/// <summary>A search space as points, one coordinate for each parameter in the order of <see cref="SearchSpace.Parameters"/>.</summary>
internal sealed class PointSpace
{
    private readonly SearchSpace _space;

    /// <summary>Makes it.</summary>
    /// <param name="space">The space.</param>
    public PointSpace(SearchSpace space)
    {
        _space = space;
        var earlier = new Dictionary<string, int>(StringComparer.Ordinal);
        Axes = new SpaceAxis[space.Parameters.Count];
        for (var i = 0; i < Axes.Length; i++)
        {
            Axes[i] = new(space.Parameters[i], earlier);
            earlier.Add(space.Parameters[i].Name, i);
        }
    }

    /// <summary>The coordinates.</summary>
    public SpaceAxis[] Axes { get; }

    /// <summary>The point of some values.</summary>
    public double[] Point(IReadOnlyDictionary<string, object?> values) =>
        [.. Axes.Select(axis => values.TryGetValue(axis.Parameter.Name, out var value) ? axis.Coordinate(value) : double.NaN)];

    /// <summary>The values of a point.</summary>
    public IReadOnlyDictionary<string, object?> Values(double[] point)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < Axes.Length; i++)
        {
            if (!double.IsNaN(point[i]))
            {
                values[Axes[i].Parameter.Name] = Axes[i].Value(point[i]);
            }
        }

        return _space.InOrder(values);
    }

    /// <summary>Makes a point, parents first.</summary>
    /// <param name="choose">Is asked for the coordinate of a parameter that applies.</param>
    public double[] Create(Func<int, double> choose)
    {
        var point = new double[Axes.Length];
        for (var i = 0; i < Axes.Length; i++)
        {
            point[i] = !Axes[i].IsActive(point, Axes) ? double.NaN : Axes[i].IsFixed ? Axes[i].FromUnit(0.5) : choose(i);
        }

        return point;
    }
}
