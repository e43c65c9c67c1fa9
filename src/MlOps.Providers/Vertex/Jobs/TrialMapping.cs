using System.Text.Json;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Shows the trials of a tuning job.</summary>
internal static class TrialMapping
{
    /// <summary>Makes a trial of a document. Its name is the identifier of its training job, where the document names one.</summary>
    /// <param name="trial">The document.</param>
    /// <param name="tuningJob">The tuning job's name.</param>
    /// <param name="metric">The metric that the search is for.</param>
    public static MlTrial ToTrial(TrialDocument trial, string tuningJob, string metric)
    {
        var hyperparameters = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parameter in trial.Parameters ?? [])
        {
            hyperparameters[TerminalText.Clean(parameter.ParameterId)] = Value(parameter.Value);
        }

        return new()
        {
            Provider = VertexProvider.ProviderName,
            TuningJobName = tuningJob,
            Name = TerminalText.Clean(VertexResource.Parse(trial.CustomJob)?.Id ?? trial.Id),
            Hyperparameter = hyperparameters,
            Value = Measured(trial, metric),
        };
    }

    /// <summary>The best of the trials that have a value; <see langword="null"/> when none has, or the document came without trials.</summary>
    public static TrialDocument? Best(IReadOnlyList<TrialDocument> trials, string metric, MlGoal goal)
    {
        var measured = trials.Where(trial => trial.State != "INFEASIBLE" && Measured(trial, metric) is { } value && !double.IsNaN(value));
        return goal == MlGoal.Maximize ? measured.MaxBy(trial => Measured(trial, metric)) : measured.MinBy(trial => Measured(trial, metric));
    }

    private static double? Measured(TrialDocument trial, string metric) =>
        trial.FinalMeasurement?.Metrics?.FirstOrDefault(one => one.MetricId == metric)?.Value;

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
