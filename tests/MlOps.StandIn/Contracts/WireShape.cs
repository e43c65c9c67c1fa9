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

    /// <summary><c>int64</c> for whole numbers that JSON writes as strings, <c>rfc3339</c> for times that are texts.</summary>
    public string? Format { get; init; }

    /// <summary>Members that the service sets, and ignores in a request.</summary>
    public IReadOnlyList<string> OutputOnly { get; init; } = [];

    /// <summary>Members of which one at most may be there, by the name of the choice.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Oneof { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
