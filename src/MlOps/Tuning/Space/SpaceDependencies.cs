namespace MlOps;

/// <summary>Puts parameters after those that they depend on, and finds what is wrong with how they depend on each other.</summary>
internal static class SpaceDependencies
{
    /// <summary>Sorts the parameters; those of a cycle are left out, and are a fault.</summary>
    public static IReadOnlyList<SpaceParameter> Sort(IReadOnlyList<SpaceParameter> parameters, SpaceFaults faults)
    {
        var byName = parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        var isWhole = true;
        foreach (var parameter in parameters)
        {
            foreach (var condition in parameter.Conditions)
            {
                if (!byName.TryGetValue(condition.Parent, out var parent))
                {
                    isWhole = false;
                    var nearest = NearestName.Find(condition.Parent, byName.Keys.Where(name => name != parameter.Name));
                    faults.Add($"depends on '{TerminalText.Clean(condition.Parent)}', which is not in the space{(nearest is null ? "" : $" (did you mean '{TerminalText.Clean(nearest)}'?)")}", parameter.Name);
                }
                else if (Impossible(condition, parent) is { } fault)
                {
                    faults.Add(fault, parameter.Name);
                }
            }
        }

        var sorted = new List<SpaceParameter>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (parameters.FirstOrDefault(parameter => !done.Contains(parameter.Name) && parameter.Conditions.All(condition => done.Contains(condition.Parent) || !byName.ContainsKey(condition.Parent))) is { } next)
        {
            sorted.Add(next);
            done.Add(next.Name);
        }

        if (sorted.Count < parameters.Count)
        {
            faults.Add($"the parameters {Cycle(parameters, byName, done)} depend on each other in a circle");
        }
        else if (isWhole)
        {
            FindContradictions(sorted, byName, faults);
        }

        return sorted;
    }

    private static string? Impossible(SpaceCondition condition, SpaceParameter parent)
    {
        if (condition.Range is { } range)
        {
            return parent.Domain switch
            {
                ChoiceDomain choice when choice.Values.Any(condition.Holds) => null,
                FloatDomain numbers when numbers.High >= range.Low && numbers.Low <= range.High && Meets(numbers, range) => null,
                IntegerDomain numbers when numbers.High >= range.Low && numbers.Low <= range.High && Meets(numbers, range) => null,
                _ => $"applies when '{parent.Name}' is from {SpaceReader.Shown(range.Low)} to {SpaceReader.Shown(range.High)}, which it never is",
            };
        }

        // A value that cannot be, among several, is a slip of the pen: what it was meant to be is not in the condition.
        var never = condition.Values.Where(value => !parent.Domain.Contains(value)).Select(SpaceReader.Shown).ToArray();
        return never.Length > 0 ? $"applies when '{parent.Name}' is {string.Join(" or ", never)}, which it never is" : null;
    }

    /// <summary>Whether one of the values of a stepped domain is between the bounds. Without a step, overlapping is enough.</summary>
    private static bool Meets(ParameterDomain domain, (double Low, double High) range)
    {
        if (domain is FloatDomain { Step: null } || domain.Count is not { } count)
        {
            return true;
        }

        // The first value that is not below the lower bound.
        var (low, high) = (0L, count - 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            _ = PlainNumber.TryRead(domain.At(middle), out var value);
            (low, high) = value < range.Low ? (middle + 1, high) : (low, middle);
        }

        return PlainNumber.TryRead(domain.At(low), out var first) && first >= range.Low && first <= range.High;
    }

    private static string Cycle(IReadOnlyList<SpaceParameter> parameters, Dictionary<string, SpaceParameter> byName, HashSet<string> done)
    {
        // Who follows unsorted parents long enough goes round in the circle.
        var at = parameters.First(parameter => !done.Contains(parameter.Name));
        for (var i = 0; i < parameters.Count; i++)
        {
            at = Next(at);
        }

        var names = new List<string>();
        for (var first = at.Name; names.Count == 0 || at.Name != first; at = Next(at))
        {
            names.Add($"'{at.Name}'");
        }

        return string.Join(", ", names);

        SpaceParameter Next(SpaceParameter of) => byName[of.Conditions.First(condition => byName.ContainsKey(condition.Parent) && !done.Contains(condition.Parent)).Parent];
    }

    /// <summary>
    /// A parameter applies when all its conditions hold and its parents apply, so when all conditions on the way up hold: for each parameter up there, those on it must have a value in common.
    /// </summary>
    private static void FindContradictions(IReadOnlyList<SpaceParameter> sorted, Dictionary<string, SpaceParameter> byName, SpaceFaults faults)
    {
        var above = new Dictionary<string, IReadOnlyList<SpaceCondition>>(StringComparer.Ordinal);
        foreach (var parameter in sorted)
        {
            above[parameter.Name] = [.. parameter.Conditions.Concat(parameter.Conditions.SelectMany(condition => above[condition.Parent])).Distinct()];
            var clash = above[parameter.Name].GroupBy(condition => condition.Parent, StringComparer.Ordinal).FirstOrDefault(group => !CanHold([.. group], byName[group.Key].Domain));
            if (clash is not null && !parameter.Conditions.Any(condition => Impossible(condition, byName[condition.Parent]) is not null))
            {
                faults.Add($"can never apply: it would need '{clash.Key}' to have two values at once", parameter.Name);
            }
        }
    }

    private static bool CanHold(SpaceCondition[] conditions, ParameterDomain domain)
    {
        var listed = conditions.FirstOrDefault(condition => condition.Range is null)?.Values ?? (domain as ChoiceDomain)?.Values;
        if (listed is not null)
        {
            return listed.Any(value => conditions.All(condition => condition.Holds(value)));
        }

        var range = (Low: conditions.Max(condition => condition.Range!.Value.Low), High: conditions.Min(condition => condition.Range!.Value.High));
        return range.Low <= range.High && Meets(domain, range);
    }
}
