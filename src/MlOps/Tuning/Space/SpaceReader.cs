using System.Collections;
using System.Globalization;

namespace MlOps;

/// <summary>Makes parameters of what a user wrote, and finds what is wrong with each on its own.</summary>
internal static class SpaceReader
{
    // Larger ones are not told apart by a double, through which they go on their way.
    private const double LargestInteger = 1L << 53;

    /// <summary>Reads the entries. One with a fault is there all the same, where it can be, so that those that depend on it are not faulted for that.</summary>
    public static List<SpaceParameter> Read(IReadOnlyList<KeyValuePair<string, object?>> entries, SpaceFaults faults)
    {
        var parameters = new List<SpaceParameter>();
        var flags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                faults.Add("a parameter has no name");
                continue;
            }

            if (!flags.Add(HyperparameterArguments.FlagOf(name)))
            {
                faults.Add("is there twice", name);
                continue;
            }

            parameters.Add(new(name, Domain(name, value, faults), value is MlRange range ? Conditions(name, range, faults) : []));
        }

        return parameters;
    }

    private static ParameterDomain Domain(string name, object? value, SpaceFaults faults) => value switch
    {
        MlRange { Choices.Count: > 0 } range => Choice(name, range.Choices, faults),
        MlRange range => Numbers(name, range, faults),
        IDictionary => Table(name, faults),
        IEnumerable list and not string => Choice(name, [.. list.Cast<object?>()], faults),
        _ => Choice(name, [value], faults),
    };

    private static ChoiceDomain Table(string name, SpaceFaults faults)
    {
        faults.Add("is a table, which is neither a range nor a list of values", name);
        return new([]);
    }

    private static ChoiceDomain Choice(string name, IReadOnlyList<object?> values, SpaceFaults faults)
    {
        if (values.Count == 0)
        {
            faults.Add("has nothing to choose from", name);
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is IEnumerable and not string or MlRange)
            {
                faults.Add($"has a {(values[i] is MlRange ? "range" : "list")} among its choices, which are single values", name);
            }
            else if (values.Take(i).Any(earlier => SameValue.Are(earlier, values[i])))
            {
                faults.Add($"has the choice {Shown(values[i])} twice", name);
            }
        }

        return new(values);
    }

    private static ParameterDomain Numbers(string name, MlRange range, SpaceFaults faults)
    {
        var fault = FaultOf(range);
        if (fault is not null)
        {
            faults.Add(fault, name);

            // What depends on it is looked at with any domain that it could have.
            return new FloatDomain(double.MinValue, double.MaxValue);
        }

        if (range.IsInteger)
        {
            var (low, step) = ((long)range.Low, (long)(range.Step ?? 1));
            return new IntegerDomain(low, low + (((long)range.High - low) / step * step), range.Scale, step);
        }

        var domain = new FloatDomain(range.Low, range.High, range.Scale, range.Step);
        return range.Step is null ? domain : domain with { High = (double)domain.At(domain.Count!.Value - 1)! };
    }

    private static string? FaultOf(MlRange range)
    {
        var bounds = $"from {Shown(range.Low)} to {Shown(range.High)}";
        return !double.IsFinite(range.Low) || !double.IsFinite(range.High) ? $"goes {bounds}, and its bounds have to be numbers"
            : range.Low > range.High ? $"goes {bounds}, which is empty"
            : range.IsInteger && (range.Low != Math.Floor(range.Low) || range.High != Math.Floor(range.High)) ? $"goes {bounds} in whole numbers, and its bounds are none"
            : range.IsInteger && (Math.Abs(range.Low) > LargestInteger || Math.Abs(range.High) > LargestInteger) ? $"goes {bounds}, further than whole numbers are told apart (2^53)"
            : range.Scale == MlRangeScale.Log && range.Low <= 0 ? $"goes {bounds}, and a logarithm needs numbers above zero"
            : range.Scale == MlRangeScale.ReverseLog && range.IsInteger ? "has whole numbers, which a reverse logarithmic scale has no place for"
            : range.Scale == MlRangeScale.ReverseLog && (range.Low < 0 || range.High >= 1) ? $"goes {bounds}, and a reverse logarithmic scale needs numbers from zero on and below one"
            : range.Step is not { } step ? null
            : !double.IsFinite(step) || step <= 0 ? $"has the step {Shown(step)}, which has to be above zero"
            : range.IsInteger && step != Math.Floor(step) ? $"has the step {Shown(step)} between whole numbers"
            : range.Scale != MlRangeScale.Linear ? "has a step and a logarithmic scale, which go together nowhere"
            : (range.High - range.Low) / step > LargestInteger ? $"has the step {Shown(step)}, which is too small for it"
            : null;
    }

    private static List<SpaceCondition> Conditions(string name, MlRange range, SpaceFaults faults)
    {
        var conditions = new List<SpaceCondition>();
        foreach (var (parent, value) in range.When)
        {
            if (value is MlRange bounds && bounds.Choices.Count == 0)
            {
                conditions.Add(new(parent, [], (bounds.Low, bounds.High)));
                if (!(bounds.Low <= bounds.High))
                {
                    faults.Add($"applies when '{TerminalText.Clean(parent)}' is from {Shown(bounds.Low)} to {Shown(bounds.High)}, which is empty", name);
                }

                continue;
            }

            IReadOnlyList<object?> values = value is MlRange choice ? choice.Choices : value is IEnumerable list and not string ? [.. list.Cast<object?>()] : [value];
            conditions.Add(new(parent, values, null));
            if (values.Count == 0)
            {
                faults.Add($"applies for no value of '{TerminalText.Clean(parent)}'", name);
            }
        }

        return conditions;
    }

    /// <summary>A value in a message.</summary>
    public static string Shown(object? value) => value switch
    {
        null => "$null",
        string text => $"'{TerminalText.Clean(text)}'",
        bool flag => flag ? "$true" : "$false",
        _ => TerminalText.Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
