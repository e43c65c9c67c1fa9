using System.Globalization;

namespace MlOps;

/// <summary>What holds of a search whoever runs it. What is a limit of one provider, that provider says.</summary>
public static class TuningRules
{
    /// <summary>How many trials there are at most when nobody says.</summary>
    public const int DefaultTrials = 20;

    /// <summary>How many run at once at most on a provider when nobody says.</summary>
    public const int DefaultParallel = 4;

    // What a person can want to see to its end, and any provider would take on.
    private const long LargestGrid = 10_000;

    /// <summary>How many trials a search has at most.</summary>
    /// <param name="given">What its user says; <see langword="null"/> for nothing.</param>
    /// <param name="strategy">How parameters are chosen.</param>
    /// <param name="spaces">Its search space, or that of each definition.</param>
    /// <returns>The number: every combination of a grid, else <see cref="DefaultTrials"/> when nothing is said.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the space has no grid, or too large a one.</exception>
    public static int Trials(int? given, MlTuningStrategy strategy, IReadOnlyList<SearchSpace> spaces)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        if (strategy != MlTuningStrategy.Grid)
        {
            return given ?? DefaultTrials;
        }

        // Asked for also when the number is given: a space without a grid is wrong all the same.
        var combinations = spaces.Aggregate((Int128)0, (sum, space) => sum + new GridSampler(space).Count);
        return given ?? (combinations <= LargestGrid ? (int)combinations : throw Refused(
            string.Create(CultureInfo.InvariantCulture, $"The grid has {combinations} combinations, and without -MaxTrials every one would be tried, up to {LargestGrid}"),
            "Give -MaxTrials, longer steps, or another strategy.",
            combinations));
    }

    /// <summary>Takes those hyperparameters out of a job that a search chooses: they came with a job that was started before, and not for this search.</summary>
    /// <param name="job">The job.</param>
    /// <param name="space">The search space.</param>
    /// <returns>The job without them.</returns>
    public static TrainingSpec WithoutSearched(TrainingSpec job, SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(space);
        var flags = space.Names.Select(HyperparameterArguments.FlagOf).ToHashSet(StringComparer.Ordinal);
        return job with { Hyperparameters = [.. job.Hyperparameters.Where(one => !flags.Contains(HyperparameterArguments.FlagOf(one.Key)))] };
    }

    /// <summary>Refuses a search that cannot be meant.</summary>
    /// <param name="spec">The search.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the message says what of it cannot be.</exception>
    public static void Check(TuningSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        TuningName.Validate(spec.Job.Name);
        CheckObjective(spec.Metric, spec.Job);
        CheckNames(spec.Job, spec.Space);
        foreach (var definition in spec.Definitions)
        {
            CheckObjective(definition.Metric, definition.Job);
            CheckNames(definition.Job, definition.Space);
        }

        if (spec.Definitions.GroupBy(definition => definition.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Refused($"The definition '{TerminalText.Clean(twice.Key)}' is there twice", "Give each a name of its own.", twice.Key);
        }

        CheckNumbers(spec);
        CheckPruning(spec);
    }

    private static void CheckObjective(string metric, TrainingSpec job)
    {
        if (string.IsNullOrWhiteSpace(metric))
        {
            throw Refused("The objective has no name", "Give -Metric the name of the metric that is to become best.", metric);
        }

        MetricChoice.Compile(job.MetricPatterns);
    }

    private static void CheckNames(TrainingSpec job, SearchSpace space)
    {
        var flags = space.Names.ToDictionary(HyperparameterArguments.FlagOf, StringComparer.Ordinal);
        foreach (var (name, _) in job.Hyperparameters)
        {
            if (flags.TryGetValue(HyperparameterArguments.FlagOf(name), out var searched))
            {
                throw Refused(
                    $"The hyperparameter '{TerminalText.Clean(name)}' has a value in -Hyperparameter and is in the search space{(searched == name ? "" : $" as '{TerminalText.Clean(searched)}'")}",
                    "Take it out of one of them.",
                    name);
            }
        }
    }

    private static void CheckNumbers(TuningSpec spec)
    {
        AtLeastOne("MaxTrials", spec.MaxTrials);
        AtLeastOne("MaxParallel", spec.MaxParallel);
        AtLeastOne("MaxFailedTrials", spec.MaxFailedTrials);
        AtLeastOne("MaxTrialsWithoutImprovement", spec.MaxTrialsWithoutImprovement);
        if (spec.MaxDuration is { } duration && duration <= TimeSpan.Zero)
        {
            throw Refused($"A search cannot last for at most {duration}", "Give a -MaxDuration above zero.", duration);
        }

        if (spec.TargetValue is { } target && !double.IsFinite(target))
        {
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"The target value {target} is no number that a metric could reach"), "Give a -TargetValue, or leave it out.", target);
        }

        if (spec.Seed < 0)
        {
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"The seed {spec.Seed} is below zero"), "Give a -Seed from zero on.", spec.Seed);
        }
    }

    private static void CheckPruning(TuningSpec spec)
    {
        if (spec.Strategy == MlTuningStrategy.Hyperband && spec.Pruning is not (MlPruning.None or MlPruning.Hyperband))
        {
            throw Refused($"-Strategy Hyperband ends trials by its own rule, and -Pruning {spec.Pruning} is another", "Leave one of them out.", spec.Pruning);
        }

        if (spec.PruningInForce == MlPruning.None && spec.PruningOptions != new PruningOptions())
        {
            throw Refused("-PruningOption has numbers for a rule, and there is none", "Give -Pruning, such as -Pruning SuccessiveHalving.", "PruningOption");
        }

        // Numbers that the rule cannot have are said here, and not by a process that nobody watches.
        _ = PruningChoice.Create(spec.PruningInForce, spec.PruningOptions);
    }

    private static void AtLeastOne(string parameter, int? number)
    {
        if (number < 1)
        {
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"-{parameter} is {number}"), "Give 1 or more.", number);
        }
    }

    private static MlOpsException Refused(string fault, string action, object? target) => new(ErrorCode.InvalidArgument, $"{fault}.", action, target);
}
