using System.Text.Json.Serialization;

namespace MlOps;

/// <summary>A search over hyperparameters as its user means it, in no provider's words.</summary>
public sealed record TuningSpec
{
    /// <summary>
    /// What each trial runs, under the name of the search. Its hyperparameters are those that are the same for every trial; those of the search space follow them. Its metric patterns have one for the
    /// objective, unless <see cref="ReportsItself"/>.
    /// </summary>
    public required TrainingSpec Job { get; init; }

    /// <summary>The search space. With <see cref="Definitions"/>, that of the first.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>The name of the objective.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether no pattern was given for the objective and the training code may tell the service itself (Vertex AI's <c>hypertune</c>); a pattern that was made of the metric's name is then in the job.</summary>
    public bool ReportsItself { get; init; }

    /// <summary>What is wanted of the objective.</summary>
    public MlGoal Goal { get; init; }

    /// <summary>How parameters are chosen.</summary>
    public MlTuningStrategy Strategy { get; init; }

    /// <summary>By which rule MlOps ends trials early.</summary>
    public MlPruning Pruning { get; init; }

    /// <summary>The rule that is in force where MlOps runs the search: Hyperband as a strategy is that of its trials' ends too.</summary>
    [JsonIgnore]
    public MlPruning PruningInForce => Strategy == MlTuningStrategy.Hyperband ? MlPruning.Hyperband : Pruning;

    /// <summary>The numbers of that rule; of the Hyperband strategy, its resources.</summary>
    public PruningOptions PruningOptions { get; init; } = new();

    /// <summary>By which rule the service ends trials early.</summary>
    public MlEarlyStopping EarlyStopping { get; init; }

    /// <summary>Which of a trial's values is its result; <see langword="null"/> for the service's own (SageMaker: the last; Vertex AI: the last), and the last here.</summary>
    public MlMeasurement? Measurement { get; init; }

    /// <summary>How many trials there are at most.</summary>
    public int MaxTrials { get; init; } = 20;

    /// <summary>How many run at once at most.</summary>
    public int MaxParallel { get; init; } = 1;

    /// <summary>After how many failed trials the search ends; <see langword="null"/> for the engine's own rule.</summary>
    public int? MaxFailedTrials { get; init; }

    /// <summary>After which time the search ends; <see langword="null"/> for no limit.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The value of the objective that is good enough to end the search; <see langword="null"/> for none.</summary>
    public double? TargetValue { get; init; }

    /// <summary>After how many trials that are no better the search ends; <see langword="null"/> for no such rule.</summary>
    public int? MaxTrialsWithoutImprovement { get; init; }

    /// <summary>Whether the service ends the search when it thinks that nothing will become better (SageMaker's <c>ConvergenceDetected</c>).</summary>
    public bool StopOnConvergence { get; init; }

    /// <summary>What makes the search repeatable; <see langword="null"/> for another one each time.</summary>
    public long? Seed { get; init; }

    /// <summary>The names of earlier searches to begin with.</summary>
    public IReadOnlyList<string> WarmStartFrom { get; init; } = [];

    /// <summary>What this search has in common with those.</summary>
    public MlWarmStart WarmStart { get; init; }

    /// <summary>Several kinds of training to choose from; empty for one, which <see cref="Job"/> is.</summary>
    public IReadOnlyList<TuningDefinition> Definitions { get; init; } = [];

    /// <summary>What the uniform surface does not name, merged into the request of the tuning service untouched. Those of a trial's job are in <see cref="TrainingSpec.ProviderOptions"/>.</summary>
    public IReadOnlyDictionary<string, object?> ProviderOptions { get; init; } = new Dictionary<string, object?>();
}
