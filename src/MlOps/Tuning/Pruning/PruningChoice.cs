using System.Globalization;

namespace MlOps;

/// <summary>Makes the rule that was asked for of its name and its numbers.</summary>
public static class PruningChoice
{
    /// <summary>Makes a rule.</summary>
    /// <param name="pruning">Which one.</param>
    /// <param name="options">Its numbers.</param>
    /// <returns>The rule; <see langword="null"/> for <see cref="MlPruning.None"/>.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: options that the rule does not have or that are out of their bounds; the message names each.</exception>
    public static IPruner? Create(MlPruning pruning, PruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Enum.IsDefined(pruning))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"There is no pruning rule {(int)pruning}.", $"The rules are {string.Join(", ", Enum.GetNames<MlPruning>())}.", pruning);
        }

        Check(pruning, options);
        IPruner? pruner = pruning switch
        {
            MlPruning.Median => Percentile(options, 50),
            MlPruning.Percentile => Percentile(options, options.Percentile ?? 25),
            MlPruning.SuccessiveHalving => new SuccessiveHalvingPruner(options.MinResource, options.ReductionFactor ?? 4, options.EarlyStoppingRate ?? 0, options.BootstrapCount ?? 0),
            MlPruning.Hyperband => new HyperbandPruner(options.MinResource ?? 1, options.MaxResource, options.ReductionFactor ?? 3, options.BootstrapCount ?? 0),
            _ => null,
        };
        return pruner is not null && options.Patience is { } patience ? new PatientPruner(pruner, patience, options.MinDelta ?? 0) : pruner;
    }

    private static PercentilePruner Percentile(PruningOptions options, double percentile) =>
        new(percentile, options.StartupTrials ?? 5, options.WarmupSteps ?? 0, options.Interval ?? 1, options.MinTrials ?? 1);

    private static void Check(MlPruning pruning, PruningOptions options)
    {
        var median = pruning is MlPruning.Median or MlPruning.Percentile;
        var halving = pruning is MlPruning.SuccessiveHalving or MlPruning.Hyperband;
        (string Name, double? Value, bool Belongs, double Low, double High)[] all =
        [
            (nameof(options.StartupTrials), options.StartupTrials, median, 0, int.MaxValue),
            (nameof(options.WarmupSteps), options.WarmupSteps, median, 0, long.MaxValue),
            (nameof(options.Interval), options.Interval, median, 1, long.MaxValue),
            (nameof(options.MinTrials), options.MinTrials, median, 1, int.MaxValue),
            (nameof(options.Percentile), options.Percentile, pruning == MlPruning.Percentile, 0, 100),
            (nameof(options.MinResource), options.MinResource, halving, 1, long.MaxValue),
            (nameof(options.MaxResource), options.MaxResource, pruning == MlPruning.Hyperband, options.MinResource is >= 1 and { } first ? first : 1, long.MaxValue),
            (nameof(options.ReductionFactor), options.ReductionFactor, halving, 2, int.MaxValue),
            (nameof(options.EarlyStoppingRate), options.EarlyStoppingRate, pruning == MlPruning.SuccessiveHalving, 0, 62),
            (nameof(options.BootstrapCount), options.BootstrapCount, halving, 0, int.MaxValue),
            (nameof(options.Patience), options.Patience, pruning != MlPruning.None, 0, int.MaxValue),
            (nameof(options.MinDelta), options.MinDelta, pruning != MlPruning.None && options.Patience is not null, 0, double.MaxValue),
        ];

        var given = all.Where(option => option.Value is not null).ToList();
        var wrong = given.Where(option => !option.Belongs || !(option.Value >= option.Low && option.Value <= option.High)).ToList();
        if (wrong.Count == 0)
        {
            return;
        }

        // The rule has two names, and either could come out otherwise.
        var rule = pruning == MlPruning.SuccessiveHalving ? nameof(MlPruning.SuccessiveHalving) : pruning.ToString();
        var known = all.Where(option => option.Belongs).Select(option => option.Name).ToList();
        throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"The pruning options cannot be used: {string.Join("; ", wrong.Select(option => Fault(rule, option.Name, option.Value!.Value, option.Belongs, option.Low, option.High)))}.",
            known.Count == 0 ? "Choose a rule with -Pruning, or leave the options out." : $"Those of {rule} are {string.Join(", ", known)}.",
            wrong[0].Name);
    }

    private static string Fault(string rule, string name, double value, bool belongs, double low, double high) =>
        (belongs, name) switch
        {
            (false, nameof(PruningOptions.MinDelta)) when rule != nameof(MlPruning.None) => Write($"{name} is {value}, and it counts only together with Patience"),
            (false, _) => Write($"{name} is {value}, and {(rule == nameof(MlPruning.None) ? "there is no rule that it could be for" : $"{rule} has no such option")}"),
            _ when high is int.MaxValue or long.MaxValue or double.MaxValue => Write($"{name} is {value}, and has to be a number from {low} on"),
            _ => Write($"{name} is {value}, and has to be from {low} to {high}"),
        };

    private static string Write(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
