namespace MlOps;

/// <summary>What another parameter has to be for a parameter to apply.</summary>
/// <param name="Parent">The other parameter's name.</param>
/// <param name="Values">The values that it may have; empty when <paramref name="Range"/> says it.</param>
/// <param name="Range">The bounds that its value has to be in, both included; <see langword="null"/> when <paramref name="Values"/> says it.</param>
public sealed record SpaceCondition(string Parent, IReadOnlyList<object?> Values, (double Low, double High)? Range)
{
    /// <summary>Whether it holds for a value of the parent.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Holds(object? value) =>
        Range is { } range ? PlainNumber.TryRead(value, out var number) && number >= range.Low && number <= range.High : Values.Any(one => SameValue.Are(one, value));
}
