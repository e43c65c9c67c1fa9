namespace MlOps.Providers.Vertex.Trials;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>Exactly this text.</summary>
    public sealed record Literal(string Text) : PatternNode;

    /// <summary>One character.</summary>
    public sealed record One(CharSet Set) : PatternNode;

    /// <summary>One after the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>The first of these that leads to a match.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Branches) : PatternNode;

    /// <summary>Several times.</summary>
    /// <param name="Body">What.</param>
    /// <param name="Least">How often at least.</param>
    /// <param name="Most">How often at most; <see langword="null"/> for no limit.</param>
    /// <param name="IsLazy">Whether few times are tried before many.</param>
    public sealed record Repeat(PatternNode Body, int Least, int? Most, bool IsLazy) : PatternNode;

    /// <summary>A group whose text is wanted.</summary>
    public sealed record Group(PatternNode Body, string Name) : PatternNode;

    /// <summary>A place that takes no character.</summary>
    public sealed record Place(PlaceKind Kind) : PatternNode;

    /// <summary>What the next, or the last, character is or is not.</summary>
    /// <param name="Set">The characters.</param>
    /// <param name="IsBehind">Whether it is the last one.</param>
    /// <param name="IsNot">Whether it shall not be one of them.</param>
    /// <param name="OrNone">Whether there being none is as good as one of them.</param>
    public sealed record Beside(CharSet Set, bool IsBehind, bool IsNot, bool OrNone) : PatternNode;
}
