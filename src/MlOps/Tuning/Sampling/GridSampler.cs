using System.Globalization;

namespace MlOps;

/// <summary>
/// Every combination of the space, each once: the trial with number n has the combination with number n, whatever has become of the others. A parameter that applies only sometimes multiplies only those
/// combinations where it does. The last parameter changes first.
/// </summary>
public sealed class GridSampler : ISampler
{
    private readonly SearchSpace _space;
    private readonly GridSegment[][] _segments;
    private readonly int[] _lastUse;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Makes the grid of a space.</summary>
    /// <param name="space">The space.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: a range of it is not counted.</exception>
    public GridSampler(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var uncounted = space.Parameters.Where(parameter => parameter.Domain.Count is null).Select(parameter => parameter.Name).ToArray();
        if (uncounted.Length > 0)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The search space has no grid: {string.Join("; ", uncounted.Select(name => $"'{TerminalText.Clean(name)}' has no step"))}; a grid needs New-MlRange -Step, -Integer or a choice.",
                "Give each range a step, make it a list of values, or take another strategy.",
                uncounted[0]);
        }

        _space = space;
        _segments = [.. space.Parameters.Select(parameter => GridSegment.Of(space, parameter))];
        _lastUse =
        [
            .. space.Parameters.Select(parameter => space.Parameters.Index().Where(child => child.Item.Conditions.Any(condition => condition.Parent == parameter.Name)).Select(child => child.Index).LastOrDefault(-1)),
        ];
        Count = CountFrom(0, []);
    }

    /// <summary>How many combinations there are; <see cref="long.MaxValue"/> for as many or more.</summary>
    public long Count { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Suggest(StudyHistory history, int number)
    {
        if (number >= Count)
        {
            return null;
        }

        var rest = (long)number;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_space.Parameters[i].IsActive(values))
            {
                values[_space.Parameters[i].Name] = Take(i, values, ref rest);
            }
        }

        return _space.InOrder(values);
    }

    /// <summary>Which value a parameter has in the combination that is so many after the first with these values.</summary>
    private object? Take(int at, Dictionary<string, object?> values, ref long rest)
    {
        var (name, domain) = (_space.Parameters[at].Name, _space.Parameters[at].Domain);
        foreach (var segment in _segments[at])
        {
            values[name] = domain.At(segment.First);
            var each = CountFrom(at + 1, values);
            var all = Product(segment.Length, each);
            if (rest < all)
            {
                var index = segment.First + (rest / each);
                rest %= each;
                return domain.At(index);
            }

            rest -= all;
        }

        throw new InvalidOperationException("The number is beyond the grid.");
    }

    /// <summary>How many combinations the parameters from one on have, given the values of those before it.</summary>
    private long CountFrom(int at, Dictionary<string, object?> values)
    {
        if (at == _segments.Length)
        {
            return 1;
        }

        var key = Key(at, values);
        if (_counts.TryGetValue(key, out var known))
        {
            return known;
        }

        var parameter = _space.Parameters[at];
        var count = 0L;
        if (parameter.IsActive(values))
        {
            foreach (var segment in _segments[at])
            {
                values[parameter.Name] = parameter.Domain.At(segment.First);
                var all = Product(segment.Length, CountFrom(at + 1, values));
                count = count > long.MaxValue - all ? long.MaxValue : count + all;
            }

            values.Remove(parameter.Name);
        }
        else
        {
            count = CountFrom(at + 1, values);
        }

        _counts[key] = count;
        return count;
    }

    /// <summary>What the count depends on: in which segment each value is that a later parameter asks for.</summary>
    private string Key(int at, Dictionary<string, object?> values)
    {
        var key = at.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < at; i++)
        {
            if (_lastUse[i] >= at)
            {
                var segment = values.TryGetValue(_space.Parameters[i].Name, out var value) ? Array.FindIndex(_segments[i], one => one.Holds(_space.Parameters[i].Domain, value)) : -1;
                key += string.Create(CultureInfo.InvariantCulture, $" {i}:{segment}");
            }
        }

        return key;
    }

    private static long Product(long first, long second)
    {
        var product = (Int128)first * second;
        return product > long.MaxValue ? long.MaxValue : (long)product;
    }
}
