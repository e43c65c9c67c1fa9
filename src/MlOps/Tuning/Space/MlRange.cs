using System.Globalization;

namespace MlOps;

/// <summary>One entry of a search space as its user wrote it: a range of numbers or a choice, and when it applies. <see cref="SearchSpace"/> checks it.</summary>
public sealed record MlRange
{
    /// <summary>The smallest value. Not used for a choice.</summary>
    public double Low { get; init; }

    /// <summary>The largest value. Not used for a choice.</summary>
    public double High { get; init; }

    /// <summary>Whether the values are whole numbers.</summary>
    public bool IsInteger { get; init; }

    /// <summary>How the values are spread.</summary>
    public MlRangeScale Scale { get; init; }

    /// <summary>The distance between two values, counted from <see cref="Low"/>; <see langword="null"/> for any value (of whole numbers: every one).</summary>
    public double? Step { get; init; }

    /// <summary>The values to choose from; empty for a range of numbers.</summary>
    public IReadOnlyList<object?> Choices { get; init; } = [];

    /// <summary>
    /// When the parameter applies: by the name of another parameter, the value that it has to have, a list of values, or a range that its value has to be in. All have to hold; empty for always.
    /// </summary>
    public IReadOnlyDictionary<string, object?> When { get; init; } = new Dictionary<string, object?>();

    /// <summary>The range as a line of text.</summary>
    /// <returns><c>1E-05..0.1 log</c>, <c>l2, smooth_l1</c>.</returns>
    public override string ToString()
    {
        var text = Choices.Count > 0
            ? string.Join(", ", Choices)
            : string.Create(CultureInfo.InvariantCulture, $"{Low}..{High}{(IsInteger ? " integer" : "")}{(Scale == MlRangeScale.Linear ? "" : Scale == MlRangeScale.Log ? " log" : " reverse log")}")
                + (Step is { } step ? string.Create(CultureInfo.InvariantCulture, $" step {step}") : "");
        return When.Count == 0 ? text : $"{text} when {string.Join(" and ", When.Select(one => $"{one.Key} = {Condition(one.Value)}"))}";
    }

    private static string Condition(object? value) =>
        value is System.Collections.IEnumerable list and not string ? string.Join(" or ", list.Cast<object?>()) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
