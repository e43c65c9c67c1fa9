namespace MlOps.Help.Model;

/// <summary>A parameter.</summary>
public sealed record ParameterHelp
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type's short name.</summary>
    public required string TypeName { get; init; }

    /// <summary>Whether it is given without a value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>What it is for.</summary>
    public required IReadOnlyList<HelpBlock> Description { get; init; }

    /// <summary>The only values that it takes; none when any value of its type will do.</summary>
    public IReadOnlyList<AcceptedValue> AcceptedValues { get; init; } = [];

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The value when it is not given, as far as the code says so.</summary>
    public string DefaultValue { get; init; } = "";

    /// <summary>Whether its values may have wildcards.</summary>
    public bool TakesWildcards { get; init; }
}
