namespace MlOps;

/// <summary>One parameter of a search space as a journal keeps it.</summary>
internal sealed record SpaceEntry
{
    public double? Low { get; init; }

    public double? High { get; init; }

    public bool? Integer { get; init; }

    public MlRangeScale? Scale { get; init; }

    public double? Step { get; init; }

    public IReadOnlyList<object?>? Choices { get; init; }

    public OrderedDictionary<string, SpaceEntryCondition>? When { get; init; }

    /// <summary>Keeps a parameter.</summary>
    public static SpaceEntry Of(SpaceParameter parameter)
    {
        var when = new OrderedDictionary<string, SpaceEntryCondition>(StringComparer.Ordinal);
        foreach (var condition in parameter.Conditions)
        {
            when[condition.Parent] = condition.Range is { } range ? new() { Low = range.Low, High = range.High } : new() { Values = condition.Values };
        }

        var entry = parameter.Domain switch
        {
            FloatDomain numbers => new SpaceEntry { Low = numbers.Low, High = numbers.High, Scale = Scaled(numbers.Scale), Step = numbers.Step },
            IntegerDomain numbers => new() { Low = numbers.Low, High = numbers.High, Integer = true, Scale = Scaled(numbers.Scale), Step = numbers.Step == 1 ? null : numbers.Step },
            ChoiceDomain choice => new() { Choices = choice.Values },
            _ => throw new InvalidOperationException($"{parameter.Domain.GetType()} has no form in a journal."),
        };
        return when.Count == 0 ? entry : entry with { When = when };
    }

    /// <summary>The parameter as its user would have written it.</summary>
    public MlRange ToRange() => new()
    {
        Low = Low ?? 0,
        High = High ?? 0,
        IsInteger = Integer ?? false,
        Scale = Scale ?? MlRangeScale.Linear,
        Step = Step,
        Choices = Choices ?? [],
        When = (When ?? []).ToDictionary(one => one.Key, one => one.Value.Values ?? (object?)new MlRange { Low = one.Value.Low ?? 0, High = one.Value.High ?? 0 }, StringComparer.Ordinal),
    };

    private static MlRangeScale? Scaled(MlRangeScale scale) => scale == MlRangeScale.Linear ? null : scale;
}
