namespace MlOps;

/// <summary>The values that one hyperparameter may have. Each domain maps to the numbers from 0 to 1 and back, so that a sampler need not know what it samples.</summary>
public abstract record ParameterDomain
{
    /// <summary>How many values there are; <see langword="null"/> when they are not counted.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether this is one of the values. Numbers are equal whatever their types are.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public abstract bool Contains(object? value);

    /// <summary>The value at a place of the domain.</summary>
    /// <param name="unit">From 0 (the lowest value, the first choice) to 1, both included.</param>
    /// <returns>A <see cref="double"/>, a <see cref="long"/>, or one of the choices.</returns>
    public abstract object? FromUnit(double unit);

    /// <summary>The place of a value, in the middle of what <see cref="FromUnit"/> maps to it.</summary>
    /// <param name="value">One of the values.</param>
    /// <returns>From 0 to 1.</returns>
    public abstract double ToUnit(object? value);

    /// <summary>The value with a number, of a domain that has a <see cref="Count"/>.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The value.</returns>
    public abstract object? At(long index);
}
