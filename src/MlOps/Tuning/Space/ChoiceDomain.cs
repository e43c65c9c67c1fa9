namespace MlOps;

/// <summary>Some values of any kind, in no order.</summary>
/// <param name="Values">The values, each once.</param>
public sealed record ChoiceDomain(IReadOnlyList<object?> Values) : ParameterDomain
{
    /// <inheritdoc/>
    public override long? Count => Values.Count;

    /// <inheritdoc/>
    public override bool Contains(object? value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override object? FromUnit(double unit) => Values[Math.Clamp((int)(unit * Values.Count), 0, Values.Count - 1)];

    /// <inheritdoc/>
    public override double ToUnit(object? value) => (IndexOf(value) + 0.5) / Values.Count;

    /// <inheritdoc/>
    public override object? At(long index) => Values[(int)index];

    /// <summary>Which of the values one is.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its index; -1 when it is none of them.</returns>
    public int IndexOf(object? value)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (SameValue.Are(Values[i], value))
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public bool Equals(ChoiceDomain? other) => other is not null && Values.Count == other.Values.Count && Values.Zip(other.Values).All(pair => SameValue.Are(pair.First, pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Count;
}
