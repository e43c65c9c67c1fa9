using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>
/// Nests parameters, because Vertex AI says that one depends on another by writing it inside of the other. A parameter with several conditions is inside of the deepest of its parents, which has to be
/// inside of all the others; what it needs of those is said by writing the branch that it is in once for each kind of their values.
/// </summary>
internal sealed class ParameterNesting
{
    private readonly Dictionary<string, IReadOnlyList<SpaceParameter>> _above = new(StringComparer.Ordinal);
    private readonly SearchSpace _space;
    private readonly SpaceParameter[] _ordered;
    private readonly List<string> _obstacles = [];

    public ParameterNesting(SearchSpace space)
    {
        _space = space;
        _ordered = [.. space.Names.Select(Find)];
        foreach (var parameter in space.Parameters)
        {
            Place(parameter);
        }
    }

    /// <summary>What of it cannot be nested, a clause each.</summary>
    public IReadOnlyList<string> Obstacles => _obstacles;

    /// <summary>The parameters of the first level, in the order of the space, each with those inside of it.</summary>
    /// <param name="values">Their values.</param>
    public IReadOnlyList<StudyParameter> Parameters(ParameterValues values) =>
        [.. _ordered.Where(parameter => _above[parameter.Name].Count == 0).Select(parameter => Nest(parameter, values, new Dictionary<string, IReadOnlyList<object?>>()))];

    private void Place(SpaceParameter parameter)
    {
        var parents = parameter.Conditions.Select(condition => Find(condition.Parent)).OrderByDescending(parent => _above[parent.Name].Count).ToArray();
        _above[parameter.Name] = [];
        foreach (var condition in parameter.Conditions)
        {
            var parent = Find(condition.Parent);
            if (!ParameterValues.AreCounted(parent.Domain))
            {
                _obstacles.Add($"'{TerminalText.Clean(parameter.Name)}' depends on '{TerminalText.Clean(parent.Name)}', a range of any numbers, and a condition of Vertex AI's is on choices, whole numbers or steps");
                return;
            }

            if (ParameterValues.Holding(parent, condition).Count > ParameterValues.Most)
            {
                _obstacles.Add($"'{TerminalText.Clean(parameter.Name)}' depends on more than {ParameterValues.Most} values of '{TerminalText.Clean(parent.Name)}', which Vertex AI would have to be given one by one");
                return;
            }
        }

        if (parents.Skip(1).FirstOrDefault(parent => !_above[parents[0].Name].Contains(parent)) is { } beside)
        {
            _obstacles.Add($"'{TerminalText.Clean(parameter.Name)}' depends on '{TerminalText.Clean(parents[0].Name)}' and on '{TerminalText.Clean(beside.Name)}', which do not depend on each other, and Vertex AI has parameters inside of one another only");
            return;
        }

        _above[parameter.Name] = parents.Length == 0 ? [] : [.. _above[parents[0].Name], parents[0]];
    }

    /// <param name="parameter">The parameter.</param>
    /// <param name="values">Its values.</param>
    /// <param name="known">Which values those have that it is inside of.</param>
    private StudyParameter Nest(SpaceParameter parameter, ParameterValues values, IReadOnlyDictionary<string, IReadOnlyList<object?>> known)
    {
        var inside = new List<ConditionalParameter>();
        foreach (var child in _ordered.Where(child => _above[child.Name] is [.., var last] && last == parameter && Applies(child, known)))
        {
            foreach (var part in Parts(parameter, child))
            {
                var then = new Dictionary<string, IReadOnlyList<object?>>(known) { [parameter.Name] = part };
                inside.Add(values.When(parameter, part, Nest(child, values, then)));
            }
        }

        return values.Of(parameter) with { ConditionalParameterSpecs = inside.Count > 0 ? inside : null };
    }

    /// <summary>Whether the conditions hold that are on what is known.</summary>
    private static bool Applies(SpaceParameter child, IReadOnlyDictionary<string, IReadOnlyList<object?>> known) =>
        child.Conditions.All(condition => !known.TryGetValue(condition.Parent, out var part) || condition.Holds(part[0]));

    /// <summary>The values for which a child applies, those together that are the same to everything inside of the child.</summary>
    private IEnumerable<IReadOnlyList<object?>> Parts(SpaceParameter parameter, SpaceParameter child)
    {
        var inside = _space.Parameters.Where(one => _above[one.Name].Contains(child)).SelectMany(one => one.Conditions).Where(condition => condition.Parent == parameter.Name).ToArray();
        return ParameterValues.Holding(parameter, child.Conditions.First(condition => condition.Parent == parameter.Name))
            .GroupBy(value => string.Concat(inside.Select(condition => condition.Holds(value) ? '1' : '0')), StringComparer.Ordinal)
            .Select(part => (IReadOnlyList<object?>)[.. part]);
    }

    private SpaceParameter Find(string name) => _space.TryGet(name, out var parameter) ? parameter : throw new InvalidOperationException($"'{name}' is not in the space.");
}
