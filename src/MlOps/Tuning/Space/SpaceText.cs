using System.Globalization;

namespace MlOps;

/// <summary>Writes a parameter of a search space as a line of text.</summary>
internal static class SpaceText
{
    /// <summary>Writes the values that a parameter may have, and when it applies.</summary>
    /// <returns><c>1E-05 to 0.1, log</c>, <c>'l2' or 'smooth_l1'</c>, <c>0.1 to 2, when loss is 'smooth_l1'</c>.</returns>
    public static string Of(SpaceParameter parameter)
    {
        var conditions = parameter.Conditions.Select(condition => $"{TerminalText.Clean(condition.Parent)} is {Values(condition)}").ToArray();
        return conditions.Length == 0 ? Domain(parameter.Domain) : $"{Domain(parameter.Domain)}, when {ClauseList.Of(conditions)}";
    }

    private static string Domain(ParameterDomain domain) => domain switch
    {
        FloatDomain numbers => Numbers(numbers.Low, numbers.High, numbers.Scale) + (numbers.Step is { } step ? string.Create(CultureInfo.InvariantCulture, $", step {step}") : ""),
        IntegerDomain numbers => $"{Numbers(numbers.Low, numbers.High, numbers.Scale)}, integer{(numbers.Step > 1 ? string.Create(CultureInfo.InvariantCulture, $", step {numbers.Step}") : "")}",
        ChoiceDomain choice => string.Join(" or ", choice.Values.Select(SpaceReader.Shown)),
        _ => domain.ToString(),
    };

    private static string Numbers(double low, double high, MlRangeScale scale) => string.Create(
        CultureInfo.InvariantCulture, $"{low} to {high}{scale switch { MlRangeScale.Log => ", log", MlRangeScale.ReverseLog => ", reverse log", _ => "" }}");

    private static string Values(SpaceCondition condition) => condition.Range is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Low} to {range.High}")
        : string.Join(" or ", condition.Values.Select(SpaceReader.Shown));
}
