using System.Globalization;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The values of a parameter in Vertex AI's terms.</summary>
/// <param name="category">Makes the category of a choice: by the parameter's name and the value.</param>
internal sealed class ParameterValues(Func<string, object?, string> category)
{
    /// <summary>How many values a list of them can have.</summary>
    public const int Most = 1000;

    /// <summary>How far two of a list have to be apart.</summary>
    public const double Apart = 1e-10;

    /// <summary>Whether the values are counted, so that a grid can have them all and another parameter can depend on one of them.</summary>
    public static bool AreCounted(ParameterDomain domain) => domain.Count is not null;

    /// <summary>The parameter, without those that depend on it.</summary>
    public StudyParameter Of(SpaceParameter parameter) => parameter.Domain switch
    {
        ChoiceDomain choice => new() { ParameterId = ParameterIds.Of(parameter.Name), CategoricalValueSpec = new() { Values = [.. choice.Values.Select(value => category(parameter.Name, value))] } },
        IntegerDomain { Step: 1 } whole => new() { ParameterId = ParameterIds.Of(parameter.Name), IntegerValueSpec = new() { MinValue = whole.Low, MaxValue = whole.High }, ScaleType = Scale(whole.Scale) },
        FloatDomain { Count: null } range => new() { ParameterId = ParameterIds.Of(parameter.Name), DoubleValueSpec = new() { MinValue = range.Low, MaxValue = range.High }, ScaleType = Scale(range.Scale) },
        var steps => new()
        {
            ParameterId = ParameterIds.Of(parameter.Name),
            DiscreteValueSpec = new() { Values = [.. Enumerable.Range(0, (int)steps.Count!.Value).Select(index => Number(steps.At(index)))] },
            ScaleType = Scale(MlRangeScale.Linear),
        },
    };

    /// <summary>The values of a parent for which a condition holds, in the order of its domain.</summary>
    /// <param name="parent">The parent, whose values are counted.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>The values; one more than <see cref="Most"/> when there are more than that.</returns>
    public static IReadOnlyList<object?> Holding(SpaceParameter parent, SpaceCondition condition)
    {
        if (parent.Domain is ChoiceDomain choice)
        {
            return [.. choice.Values.Where(condition.Holds)];
        }

        if (condition.Range is not { } range)
        {
            return [.. condition.Values.Select(Number).Distinct().Order().Select(number => Exact(parent.Domain, number))];
        }

        // From the value before the first one that can be in the range: where a step is a fraction, its number is not exact.
        var (low, step) = parent.Domain switch
        {
            IntegerDomain whole => (whole.Low, (double)whole.Step),
            FloatDomain numbers => (numbers.Low, numbers.Step ?? 1),
            _ => (0, 1),
        };
        var count = parent.Domain.Count!.Value;
        var holding = new List<object?>();
        for (var index = (long)Math.Clamp(Math.Ceiling((range.Low - low) / step) - 1, 0, count); index < count && holding.Count <= Most; index++)
        {
            var value = parent.Domain.At(index);
            if (Number(value) > range.High)
            {
                break;
            }

            if (condition.Holds(value))
            {
                holding.Add(value);
            }
        }

        return holding;
    }

    /// <summary>A condition on some values of a parent.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="values">The values.</param>
    /// <param name="child">What applies then.</param>
    public ConditionalParameter When(SpaceParameter parent, IEnumerable<object?> values, StudyParameter child) => parent.Domain switch
    {
        ChoiceDomain => new() { ParentCategoricalValues = new() { Values = [.. values.Select(value => category(parent.Name, value))] }, ParameterSpec = child },
        IntegerDomain { Step: 1 } => new() { ParentIntValues = new() { Values = [.. values.Select(value => Convert.ToInt64(value, CultureInfo.InvariantCulture))] }, ParameterSpec = child },
        _ => new() { ParentDiscreteValues = new() { Values = [.. values.Select(Number)] }, ParameterSpec = child },
    };

    /// <summary>The value of a stepped domain as the domain itself has it: somebody may have written 0.3 where the step gives 0.30000000000000004.</summary>
    private static object? Exact(ParameterDomain domain, double number) => domain switch
    {
        IntegerDomain => (long)number,
        FloatDomain { Step: { } step } numbers => numbers.At((long)Math.Round((number - numbers.Low) / step)),
        _ => number,
    };

    private static double Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Scale(MlRangeScale scale) => scale switch
    {
        MlRangeScale.Log => "UNIT_LOG_SCALE",
        MlRangeScale.ReverseLog => "UNIT_REVERSE_LOG_SCALE",
        _ => "UNIT_LINEAR_SCALE",
    };
}
