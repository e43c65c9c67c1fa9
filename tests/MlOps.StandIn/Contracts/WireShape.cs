namespace MlOps.StandIn.Contracts;

/// <summary>One shape of a contract. Members, items, keys and values are names of further shapes.</summary>
internal sealed record WireShape
{
    public required string Type { get; init; }

    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyList<string> Enum { get; init; } = [];

    public string? Item { get; init; }

    public string? Key { get; init; }

    public string? Value { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public string? Pattern { get; init; }
}
