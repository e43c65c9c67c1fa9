using System.Globalization;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>Gives the hyperparameters of trials, which SageMaker has as texts, the types that they have in the search space.</summary>
internal sealed class TunedValues
{
    private readonly Dictionary<string, Dictionary<string, Func<string, object?>>> _byDefinition = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobCall> _calls = new(StringComparer.Ordinal);
    private readonly string _job;

    /// <param name="document">The tuning job.</param>
    public TunedValues(TuningJobDocument document)
    {
        _job = document.HyperParameterTuningJobName;
        foreach (var definition in TuningJobMapping.Definitions(document))
        {
            var readers = new Dictionary<string, Func<string, object?>>(StringComparer.Ordinal);
            var ranges = definition.HyperParameterRanges ?? document.HyperParameterTuningJobConfig?.ParameterRanges;
            foreach (var range in ranges?.IntegerParameterRanges ?? [])
            {
                readers[range.Name] = Integer;
            }

            foreach (var range in ranges?.ContinuousParameterRanges ?? [])
            {
                readers[range.Name] = Float;
            }

            var name = definition.DefinitionName ?? "";
            _byDefinition[name] = readers;
            _calls[name] = JobCall.Of(definition.AlgorithmSpecification, definition.Environment);
        }
    }

    /// <summary>The values of a trial, in the order of its arguments where that is known.</summary>
    public IReadOnlyDictionary<string, object?> Of(TrainingJobSummaryOfTuning trial)
    {
        var definition = trial.TrainingJobDefinitionName ?? "";
        var call = _calls.GetValueOrDefault(definition) ?? new([], null, null);
        var values = new OrderedDictionary<string, object?>(call.Read(trial.TunedHyperParameters, _job, call.Paths([])).Hyperparameters, StringComparer.Ordinal);
        var readers = _byDefinition.GetValueOrDefault(definition);
        foreach (var (name, text) in JobParts.Own(trial.TunedHyperParameters))
        {
            if (readers?.GetValueOrDefault(name) is { } read)
            {
                values[name] = read(text);
            }
        }

        return values;
    }

    private static object? Integer(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : Float(text);

    private static object? Float(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
}
