using System.Text.Json;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Which type of .NET the values of a study's parameters have: in a trial, a number is a number, whether it counts or measures.</summary>
internal sealed class StudyKinds
{
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly bool _isOurs;

    /// <param name="study">The study.</param>
    /// <param name="isOurs">Whether MlOps wrote its categories, which then say what they stand for.</param>
    public StudyKinds(StudySpecDocument? study, bool isOurs)
    {
        _isOurs = isOurs;
        foreach (var parameter in study?.Parameters ?? [])
        {
            Add(parameter);
        }
    }

    private enum Kind
    {
        Unknown,
        Whole,
        Fraction,
        Category,
    }

    /// <summary>The value of a parameter.</summary>
    public object? Value(TrialParameter parameter)
    {
        var kind = _kinds.GetValueOrDefault(parameter.ParameterId);
        return parameter.Value.ValueKind switch
        {
            JsonValueKind.String when _isOurs && kind == Kind.Category => KeptHyperparameter.Read(parameter.Value.GetString()!),
            JsonValueKind.String => parameter.Value.GetString(),
            JsonValueKind.Number when kind == Kind.Fraction => parameter.Value.GetDouble(),
            JsonValueKind.Number => Number(parameter.Value),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    /// <summary>A whole number, however it is written: <c>32.0</c> too.</summary>
    private static object Number(JsonElement value) =>
        value.TryGetInt64(out var whole) ? (object)whole
        : value.GetDouble() is var number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (object)(long)number
        : number;

    private void Add(StudyParameter parameter)
    {
        _kinds[parameter.ParameterId] = parameter switch
        {
            { DoubleValueSpec: not null } => Kind.Fraction,
            { DiscreteValueSpec.Values: { } values } => values.All(value => value == Math.Floor(value)) ? Kind.Whole : Kind.Fraction,
            { IntegerValueSpec: not null } => Kind.Whole,
            { CategoricalValueSpec: not null } => Kind.Category,
            _ => Kind.Unknown,
        };
        foreach (var child in parameter.ConditionalParameterSpecs ?? [])
        {
            if (child.ParameterSpec is { } spec)
            {
                Add(spec);
            }
        }
    }
}
