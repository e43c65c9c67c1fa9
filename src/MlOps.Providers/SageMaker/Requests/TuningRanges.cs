using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>A search space as SageMaker's tuning has it: numbers between two bounds, and texts to choose from.</summary>
internal static class TuningRanges
{
    /// <summary>How many values a choice may have, and how many parameters a search.</summary>
    public const int Most = 30;

    public static ParameterRanges Of(TuningDefinition kind, MlTuningStrategy strategy, TrainingPaths paths)
    {
        var (integers, floats, choices) = (new List<NumberRange>(), new List<NumberRange>(), new List<CategoricalRange>());
        foreach (var parameter in Parameters(kind.Space))
        {
            switch (parameter.Domain)
            {
                case var domain when Listed(domain, strategy) is { } values:
                    choices.Add(new() { Name = parameter.Name, Values = Texts(parameter.Name, values, kind.Job.Name, paths) });
                    break;
                case IntegerDomain numbers:
                    integers.Add(Range(parameter.Name, numbers.Low, numbers.High, numbers.Scale));
                    break;
                case FloatDomain numbers:
                    floats.Add(Range(parameter.Name, numbers.Low, numbers.High, numbers.Scale));
                    break;
            }
        }

        return new() { IntegerParameterRanges = OrNull(integers), ContinuousParameterRanges = OrNull(floats), CategoricalParameterRanges = OrNull(choices) };
    }

    /// <summary>The parameters in the order in which they were given.</summary>
    public static IEnumerable<SpaceParameter> Parameters(SearchSpace space) => space.Names.Select(name => space.TryGet(name, out var parameter) ? parameter : throw new InvalidOperationException($"The space has no '{name}'."));

    /// <summary>
    /// The values of a parameter that is sent as a choice: of a choice, of a range with a single value, and with a grid of every range whose values can be counted, for SageMaker's grid knows choices
    /// only. <see langword="null"/> for a range, and where there are too many.
    /// </summary>
    public static IReadOnlyList<object?>? Listed(ParameterDomain domain, MlTuningStrategy strategy) => domain switch
    {
        ChoiceDomain choice => choice.Values,
        { Count: { } count } when count == 1 || (strategy == MlTuningStrategy.Grid && count <= Most) => [.. Enumerable.Range(0, (int)count).Select(i => domain.At(i))],
        _ => null,
    };

    public static IReadOnlyList<string> Texts(string name, IEnumerable<object?> values, string job, TrainingPaths paths) =>
        [.. EntrypointContract.Expand(values.Select(value => KeyValuePair.Create(name, value)), job, paths).Select(one => KeptHyperparameter.Write(name, one.Value))];

    private static NumberRange Range(string name, object low, object high, MlRangeScale scale) => new()
    {
        Name = name,
        MinValue = HyperparameterText.Of(name, low),
        MaxValue = HyperparameterText.Of(name, high),

        // Without a word, SageMaker chooses one itself.
        ScalingType = scale switch { MlRangeScale.Log => "Logarithmic", MlRangeScale.ReverseLog => "ReverseLogarithmic", _ => "Linear" },
    };

    private static List<T>? OrNull<T>(List<T> items) => items.Count > 0 ? items : null;
}
