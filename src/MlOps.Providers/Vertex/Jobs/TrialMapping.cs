using System.Globalization;
using System.Text.Json;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Shows the trials of a tuning job. Of several metrics, the first one is the objective.</summary>
internal sealed class TrialMapping
{
    private readonly TuningJobDocument _document;
    private readonly JobContainer _container;
    private readonly StudyKinds _kinds;
    private readonly string _metric;
    private readonly string _region;
    private readonly bool _hasEnded;

    /// <param name="document">The tuning job, with its trials.</param>
    /// <param name="location">The region that was asked, for a document without a resource name.</param>
    public TrialMapping(TuningJobDocument document, string location)
    {
        _document = document;
        _container = JobContainer.Of(document.TrialJobSpec, document.DisplayName);
        _kinds = new(document.StudySpec, _container.IsOurs);
        _metric = document.StudySpec?.Metrics is [var first, ..] ? first.MetricId : "";
        _region = VertexResource.Parse(document.Name)?.Location ?? location;
        _hasEnded = VertexStatus.Of(document.State, document.EndTime).IsEnded();
    }

    /// <summary>The trials, in the order of the document; none when it came without them, as that of a list does.</summary>
    public IReadOnlyList<MlTrial> Trials() => [.. (_document.Trials ?? []).Select(trial => ToTrial(trial, trial.Deserialize(VertexJson.Default.TrialDocument)!))];

    private MlTrial ToTrial(JsonElement raw, TrialDocument trial)
    {
        var value = trial.FinalMeasurement?.Metrics?.FirstOrDefault(one => one.MetricId == _metric)?.Value;
        return new()
        {
            Provider = VertexProvider.ProviderName,
            TuningJobName = TerminalText.Clean(_document.DisplayName),

            // That of its training job, where the document names one.
            Name = TerminalText.Clean(VertexResource.Parse(trial.CustomJob)?.Id ?? trial.Id),
            Number = int.TryParse(trial.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            Id = trial.CustomJob ?? "",
            Status = Status(trial.State, value),
            ProviderStatus = TerminalText.Clean(trial.State ?? ""),
            StatusMessage = TerminalText.Clean(trial.InfeasibleReason ?? ""),
            Hyperparameter = Hyperparameters(trial.Parameters ?? []),
            Objective = TerminalText.Clean(_metric),
            Value = value,
            Step = trial.FinalMeasurement?.StepCount,
            StartedAt = trial.StartTime,
            EndedAt = trial.EndTime,
            Region = _region,
            Raw = PlainJson.Of(raw),
        };
    }

    /// <summary>A trial that the service itself has stopped early is one that succeeded, to its word: nothing in the document tells the two apart.</summary>
    private MlTrialStatus Status(string? state, double? value) => state switch
    {
        "SUCCEEDED" => value is null ? MlTrialStatus.Failed : MlTrialStatus.Succeeded,
        "INFEASIBLE" => MlTrialStatus.Failed,
        _ when _hasEnded => MlTrialStatus.Stopped,
        "ACTIVE" or "STOPPING" => MlTrialStatus.Running,
        _ => MlTrialStatus.Pending,
    };

    private OrderedDictionary<string, object?> Hyperparameters(IReadOnlyList<TrialParameter> parameters)
    {
        var values = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        var order = _container.ParameterNames.Keys.ToList();
        foreach (var parameter in parameters.OrderBy(parameter => order.IndexOf(parameter.ParameterId) is >= 0 and var place ? place : int.MaxValue))
        {
            values[TerminalText.Clean(_container.ParameterNames.GetValueOrDefault(parameter.ParameterId, parameter.ParameterId))] = _kinds.Value(parameter);
        }

        return values;
    }
}
