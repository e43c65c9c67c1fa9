namespace MlOps;

/// <summary>The points of a search so far: trying one a second time would say little.</summary>
internal sealed class TriedPoints : IEqualityComparer<double[]>
{
    private readonly HashSet<double[]> _points;

    /// <summary>Takes the points down.</summary>
    public TriedPoints(IEnumerable<double[]> points) => _points = new(points, this);

    /// <summary>Whether a point is one of them.</summary>
    public bool Contains(double[] point) => _points.Contains(point);

    /// <inheritdoc/>
    public bool Equals(double[]? x, double[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(double[] obj)
    {
        var hash = new HashCode();
        foreach (var coordinate in obj)
        {
            hash.Add(coordinate);
        }

        return hash.ToHashCode();
    }
}
