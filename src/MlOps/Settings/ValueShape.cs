using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>What a setting's value looks like. Whatever place gives a value, one of another shape is not used: it may end up in a host name or a path.</summary>
/// <param name="pattern">Matches the whole of a good value.</param>
/// <param name="description">What is expected, with an example: <c>a region such as eu-central-1</c>.</param>
public sealed class ValueShape(Regex pattern, string description)
{
    /// <summary>What is expected, with an example.</summary>
    public string Description { get; } = description;

    /// <summary>Whether a value has the shape.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> when it has.</returns>
    public bool Matches(string value) => pattern.Match(value) is { Success: true, Index: 0 } match && match.Length == value.Length;
}
