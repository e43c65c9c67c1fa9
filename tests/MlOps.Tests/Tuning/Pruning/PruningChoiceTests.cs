namespace MlOps.Tests.Tuning.Pruning;

/// <summary>Which options a rule takes, and what is said of others.</summary>
public sealed class PruningChoiceTests
{
    private static MlOpsException Fault(MlPruning pruning, PruningOptions options)
    {
        var error = Assert.Throws<MlOpsException>(() => PruningChoice.Create(pruning, options));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.NotEqual("", error.RecommendedAction);
        return error;
    }

    [Fact]
    public void Every_rule_goes_without_options_and_none_is_no_rule()
    {
        Assert.Null(PruningChoice.Create(MlPruning.None, new()));
        Assert.All(Enum.GetValues<MlPruning>().Where(rule => rule != MlPruning.None), rule => Assert.NotNull(PruningChoice.Create(rule, new())));
        Assert.Contains("pruning rule 99", Fault((MlPruning)99, new()).Message, StringComparison.Ordinal);
    }

    public static TheoryData<MlPruning, string, PruningOptions> OutOfBounds => new()
    {
        { MlPruning.Median, "StartupTrials is -1, and has to be a number from 0 on", new() { StartupTrials = -1 } },
        { MlPruning.Percentile, "WarmupSteps is -1, and has to be a number from 0 on", new() { WarmupSteps = -1 } },
        { MlPruning.Median, "Interval is 0, and has to be a number from 1 on", new() { Interval = 0 } },
        { MlPruning.Median, "MinTrials is 0, and has to be a number from 1 on", new() { MinTrials = 0 } },
        { MlPruning.Percentile, "Percentile is 100.5, and has to be from 0 to 100", new() { Percentile = 100.5 } },
        { MlPruning.Percentile, "Percentile is -0.5, and has to be from 0 to 100", new() { Percentile = -0.5 } },
        { MlPruning.Percentile, "Percentile is NaN, and has to be from 0 to 100", new() { Percentile = double.NaN } },
        { MlPruning.SuccessiveHalving, "MinResource is 0, and has to be a number from 1 on", new() { MinResource = 0 } },
        { MlPruning.Hyperband, "MinResource is -3, and has to be a number from 1 on", new() { MinResource = -3 } },
        { MlPruning.Hyperband, "MaxResource is 0, and has to be a number from 1 on", new() { MaxResource = 0 } },
        { MlPruning.Hyperband, "MaxResource is 9, and has to be a number from 10 on", new() { MaxResource = 9, MinResource = 10 } },
        { MlPruning.SuccessiveHalving, "ReductionFactor is 1, and has to be a number from 2 on", new() { ReductionFactor = 1 } },
        { MlPruning.Hyperband, "ReductionFactor is 0, and has to be a number from 2 on", new() { ReductionFactor = 0 } },
        { MlPruning.SuccessiveHalving, "EarlyStoppingRate is -1, and has to be from 0 to 62", new() { EarlyStoppingRate = -1 } },
        { MlPruning.SuccessiveHalving, "EarlyStoppingRate is 63, and has to be from 0 to 62", new() { EarlyStoppingRate = 63 } },
        { MlPruning.Hyperband, "BootstrapCount is -1, and has to be a number from 0 on", new() { BootstrapCount = -1 } },
        { MlPruning.Median, "Patience is -1, and has to be a number from 0 on", new() { Patience = -1 } },
        { MlPruning.Asha, "MinDelta is -0.5, and has to be a number from 0 on", new() { Patience = 1, MinDelta = -0.5 } },
        { MlPruning.Asha, "MinDelta is NaN, and has to be a number from 0 on", new() { Patience = 1, MinDelta = double.NaN } },
        { MlPruning.Asha, "MinDelta is Infinity, and has to be a number from 0 on", new() { Patience = 1, MinDelta = double.PositiveInfinity } },
        { MlPruning.Asha, "MinDelta is 0.5, and it counts only together with Patience", new() { MinDelta = 0.5 } },
        { MlPruning.None, "Patience is 3, and there is no rule that it could be for", new() { Patience = 3 } },
        { MlPruning.None, "MinDelta is 3, and there is no rule that it could be for", new() { MinDelta = 3 } },
        { MlPruning.Median, "Percentile is 25, and Median has no such option", new() { Percentile = 25 } },
        { MlPruning.Median, "MinResource is 2, and Median has no such option", new() { MinResource = 2 } },
        { MlPruning.Percentile, "ReductionFactor is 2, and Percentile has no such option", new() { ReductionFactor = 2 } },
        { MlPruning.Asha, "MaxResource is 81, and SuccessiveHalving has no such option", new() { MaxResource = 81 } },
        { MlPruning.Asha, "StartupTrials is 5, and SuccessiveHalving has no such option", new() { StartupTrials = 5 } },
        { MlPruning.Hyperband, "EarlyStoppingRate is 1, and Hyperband has no such option", new() { EarlyStoppingRate = 1 } },
        { MlPruning.Hyperband, "WarmupSteps is 5, and Hyperband has no such option", new() { WarmupSteps = 5 } },
        { MlPruning.Hyperband, "Interval is 5, and Hyperband has no such option", new() { Interval = 5 } },
        { MlPruning.Asha, "MinTrials is 5, and SuccessiveHalving has no such option", new() { MinTrials = 5 } },
        { MlPruning.Percentile, "BootstrapCount is 5, and Percentile has no such option", new() { BootstrapCount = 5 } },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public void An_option_that_cannot_be_is_named_with_its_value_and_bounds(MlPruning pruning, string clause, PruningOptions options)
    {
        var error = Fault(pruning, options);

        Assert.Equal($"The pruning options cannot be used: {clause}.", error.Message);
        Assert.Equal(clause.Split(' ')[0], error.Target);
    }

    public static TheoryData<MlPruning, PruningOptions> AtTheBounds => new()
    {
        { MlPruning.Median, new() { StartupTrials = 0, WarmupSteps = 0, Interval = 1, MinTrials = 1, Patience = 0, MinDelta = 0 } },
        { MlPruning.Percentile, new() { StartupTrials = int.MaxValue, WarmupSteps = long.MaxValue, Interval = long.MaxValue, MinTrials = int.MaxValue, Percentile = 0, Patience = int.MaxValue } },
        { MlPruning.Percentile, new() { Percentile = 100 } },
        { MlPruning.SuccessiveHalving, new() { MinResource = 1, ReductionFactor = 2, EarlyStoppingRate = 0, BootstrapCount = 0 } },
        { MlPruning.SuccessiveHalving, new() { MinResource = long.MaxValue, ReductionFactor = int.MaxValue, EarlyStoppingRate = 62, BootstrapCount = int.MaxValue } },
        { MlPruning.Hyperband, new() { MinResource = 1, MaxResource = 1, ReductionFactor = 2, BootstrapCount = 0 } },
        { MlPruning.Hyperband, new() { MinResource = long.MaxValue, MaxResource = long.MaxValue, ReductionFactor = int.MaxValue } },
        { MlPruning.Hyperband, new() { MaxResource = long.MaxValue, ReductionFactor = 2 } },
    };

    [Theory]
    [MemberData(nameof(AtTheBounds))]
    public void What_is_at_its_bounds_works(MlPruning pruning, PruningOptions options)
    {
        var (history, _) = RunningStudy.Run(1, 4, trials: 20, length: 30, PruningChoice.Create(pruning, options)!);

        Assert.Contains(history.Trials, trial => trial.State == StudyTrialState.Complete);
    }

    [Fact]
    public void Several_faults_are_told_at_once()
    {
        var error = Fault(MlPruning.Median, new() { StartupTrials = -2, Interval = 0, MinResource = 1 });

        Assert.Contains("StartupTrials is -2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Interval is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("MinResource is 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("StartupTrials, WarmupSteps, Interval, MinTrials, Patience", error.RecommendedAction, StringComparison.Ordinal);
    }
}
