namespace MlOps;

/// <summary>Values of a domain that follow each other and make the same other parameters apply.</summary>
/// <param name="First">The number of the first of them.</param>
/// <param name="Length">How many there are.</param>
internal sealed record GridSegment(long First, long Length)
{
    /// <summary>Divides the domain of a parameter. A domain may have more values than could be looked at one by one, so only those places are that a condition names.</summary>
    public static GridSegment[] Of(SearchSpace space, SpaceParameter parameter)
    {
        var (domain, count) = (parameter.Domain, parameter.Domain.Count!.Value);
        var conditions = space.Parameters.SelectMany(child => child.Conditions).Where(condition => condition.Parent == parameter.Name).ToList();
        if (conditions.Count == 0)
        {
            return [new(0, count)];
        }

        if (domain is ChoiceDomain)
        {
            return [.. Enumerable.Range(0, (int)count).Select(index => new GridSegment(index, 1))];
        }

        var cuts = new SortedSet<long> { 0 };
        foreach (var bound in conditions.SelectMany(Bounds))
        {
            cuts.Add(FirstFrom(domain, count, value => value >= bound));
            cuts.Add(FirstFrom(domain, count, value => value > bound));
        }

        cuts.Remove(count);
        return [.. cuts.Zip(cuts.Skip(1).Append(count), (from, to) => new GridSegment(from, to - from))];
    }

    /// <summary>Whether a value of the domain is one of these.</summary>
    public bool Holds(ParameterDomain domain, object? value)
    {
        if (domain is ChoiceDomain choice)
        {
            return choice.IndexOf(value) == First;
        }

        _ = PlainNumber.TryRead(value, out var number);
        return number >= Number(domain, First) && number <= Number(domain, First + Length - 1);
    }

    private static IEnumerable<double> Bounds(SpaceCondition condition) =>
        condition.Range is { } range ? [range.Low, range.High] : condition.Values.Select(value => PlainNumber.TryRead(value, out var number) ? number : double.NaN).Where(double.IsFinite);

    private static long FirstFrom(ParameterDomain domain, long count, Func<double, bool> isReached)
    {
        var (low, high) = (0L, count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = isReached(Number(domain, middle)) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static double Number(ParameterDomain domain, long index) => PlainNumber.TryRead(domain.At(index), out var number) ? number : double.NaN;
}
