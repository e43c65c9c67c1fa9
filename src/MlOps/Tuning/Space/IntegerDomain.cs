namespace MlOps;

/// <summary>Whole numbers between two bounds.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value, on the step.</param>
/// <param name="Scale">How they are spread.</param>
/// <param name="Step">The distance between two.</param>
public sealed record IntegerDomain(long Low, long High, MlRangeScale Scale = MlRangeScale.Linear, long Step = 1) : ParameterDomain
{
    /// <inheritdoc/>
    public override long? Count => ((High - Low) / Step) + 1;

    /// <inheritdoc/>
    public override bool Contains(object? value) =>
        PlainNumber.TryRead(value, out var number) && number == Math.Floor(number) && number >= Low && number <= High && ((long)number - Low) % Step == 0;

    /// <inheritdoc/>
    public override object? FromUnit(double unit)
    {
        if (Scale == MlRangeScale.Linear)
        {
            var count = Count!.Value;
            return At(Math.Clamp((long)(unit * count), 0, count - 1));
        }

        // Each number has the part of the line that is nearest to it, the first and the last one as well.
        var (low, high) = (Math.Log(Low - 0.5), Math.Log(High + 0.5));
        return Math.Clamp((long)Math.Round(Math.Exp(low + (unit * (high - low)))), Low, High);
    }

    /// <inheritdoc/>
    public override double ToUnit(object? value)
    {
        _ = PlainNumber.TryRead(value, out var number);
        if (Scale == MlRangeScale.Linear)
        {
            return (((number - Low) / Step) + 0.5) / Count!.Value;
        }

        var (low, high) = (Math.Log(Low - 0.5), Math.Log(High + 0.5));
        return Math.Clamp((Math.Log(number) - low) / (high - low), 0, 1);
    }

    /// <inheritdoc/>
    public override object? At(long index) => Low + (index * Step);
}
