namespace MlOps.StandIn.Google;

/// <summary>A part of a filter.</summary>
internal abstract record FilterNode
{
    public sealed record And(IReadOnlyList<FilterNode> Parts) : FilterNode;

    public sealed record Or(IReadOnlyList<FilterNode> Parts) : FilterNode;

    public sealed record Not(FilterNode Part) : FilterNode;

    /// <summary>A field that is compared. No operator: a word that stands alone.</summary>
    public sealed record Comparison(IReadOnlyList<string> Path, string? Operator, string Value, bool Quoted) : FilterNode;

    /// <summary>The comparisons that have to hold for the whole to hold.</summary>
    public IEnumerable<Comparison> Necessary => this switch
    {
        Comparison comparison => [comparison],
        And and => and.Parts.SelectMany(part => part.Necessary),
        _ => [],
    };

    /// <summary>Makes a test of it, given what makes one of a comparison.</summary>
    public Func<T, bool> Compile<T>(Func<Comparison, Func<T, bool>> compare)
    {
        switch (this)
        {
            case And and:
                var all = and.Parts.Select(part => part.Compile(compare)).ToArray();
                return all.Length == 1 ? all[0] : item => Array.TrueForAll(all, part => part(item));
            case Or or:
                var any = or.Parts.Select(part => part.Compile(compare)).ToArray();
                return item => Array.Exists(any, part => part(item));
            case Not not:
                var inner = not.Part.Compile(compare);
                return item => !inner(item);
            default:
                return compare((Comparison)this);
        }
    }
}
