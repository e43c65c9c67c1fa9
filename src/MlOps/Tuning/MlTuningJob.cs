namespace MlOps;

/// <summary>A search over hyperparameters, on any provider.</summary>
public record MlTuningJob : MlJob
{
    /// <summary>The metric that is to become best. Of a job with several definitions, that of the first.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Whether the objective is to become small or large.</summary>
    public MlGoal Goal { get; init; }

    /// <summary>The best trial so far; <see langword="null"/> while no trial has a value.</summary>
    public MlTrial? BestTrial { get; init; }

    /// <summary>How many trials may be started; <see langword="null"/> when there is no limit.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>How many trials may run at once; <see langword="null"/> when the provider does not say.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>How many trials run now.</summary>
    public int RunningTrials { get; init; }

    /// <summary>How many trials have succeeded.</summary>
    public int SucceededTrials { get; init; }

    /// <summary>How many trials have failed.</summary>
    public int FailedTrials { get; init; }

    /// <summary>How many trials were stopped.</summary>
    public int StoppedTrials { get; init; }

    /// <summary>How many trials were ended early because they were not promising, as far as that is told from being stopped.</summary>
    public int PrunedTrials { get; init; }

    /// <summary>Who runs the search.</summary>
    public MlTuningEngine Engine { get; init; } = MlTuningEngine.Service;

    /// <summary>Why, in a sentence; empty when that is not known.</summary>
    public string EngineReason { get; init; } = "";

    /// <summary>The providers that the trials run on.</summary>
    public IReadOnlyList<string> TrialProvider { get => field ?? new[] { Provider }; init => field = value.ToArray(); }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
