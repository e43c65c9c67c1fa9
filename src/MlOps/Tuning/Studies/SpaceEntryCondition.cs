namespace MlOps;

/// <summary>A condition of a search space as a journal keeps it: values, or bounds.</summary>
internal sealed record SpaceEntryCondition
{
    public IReadOnlyList<object?>? Values { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }
}
