namespace MlOps;

/// <summary>Floating-point numbers between two bounds.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value; with a step, on it.</param>
/// <param name="Scale">How they are spread.</param>
/// <param name="Step">The distance between two; <see langword="null"/> for any value.</param>
public sealed record FloatDomain(double Low, double High, MlRangeScale Scale = MlRangeScale.Linear, double? Step = null) : ParameterDomain
{
    private const double Tolerance = 1e-9;

    /// <inheritdoc/>
    public override long? Count => Step is { } step ? (long)Math.Floor(((High - Low) / step) + Tolerance) + 1 : Low == High ? 1 : null;

    /// <inheritdoc/>
    public override bool Contains(object? value) =>
        PlainNumber.TryRead(value, out var number) && number >= Low && number <= High && (Step is not { } step || Math.Abs(((number - Low) / step) - Math.Round((number - Low) / step)) < 1e-6);

    /// <inheritdoc/>
    public override object? FromUnit(double unit)
    {
        if (Count is { } count)
        {
            return At(Math.Clamp((long)(unit * count), 0, count - 1));
        }

        var (low, high) = (NumberScale.Forward(Scale, Low), NumberScale.Forward(Scale, High));
        return Math.Clamp(NumberScale.Back(Scale, low + (unit * (high - low))), Low, High);
    }

    /// <inheritdoc/>
    public override double ToUnit(object? value)
    {
        _ = PlainNumber.TryRead(value, out var number);
        if (Count is { } count)
        {
            return count == 1 ? 0.5 : (Math.Round((number - Low) / Step!.Value) + 0.5) / count;
        }

        var (low, high) = (NumberScale.Forward(Scale, Low), NumberScale.Forward(Scale, High));
        return Math.Clamp((NumberScale.Forward(Scale, number) - low) / (high - low), 0, 1);
    }

    /// <inheritdoc/>
    /// <remarks>Counted in decimals where they can hold it: the third step of 0.1 is 0.3 and not 0.30000000000000004.</remarks>
    public override object? At(long index) => Step is not { } step ? Low
        : Math.Abs(Low) < 1e12 && Math.Abs(High) < 1e12 && step > 1e-12 ? (double)((decimal)Low + (index * (decimal)step))
        : Low + (index * step);
}
