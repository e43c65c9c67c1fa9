namespace MlOps.Tests.Tuning;

/// <summary>What holds of a search whoever runs it.</summary>
public sealed class TuningRulesTests
{
    private static readonly SearchSpace s_grid = SearchSpace.Create(
        [new("loss", new object[] { "l1", "l2" }), new("depth", new MlRange { Low = 1, High = 4, IsInteger = true }), new("alpha", new MlRange { Choices = [1, 2, 3], When = new Dictionary<string, object?> { ["loss"] = "l2" } })]);

    /// <summary>Searches that cannot be meant, and what is said of them.</summary>
    public static TheoryData<string, TuningSpec> Faults => new()
    {
        { "has 47 characters", Searches.Plain with { Job = new() { Name = new('a', 47) } } },
        { "cannot be the name of a job", Searches.Plain with { Job = new() { Name = "a b" } } },
        { "The objective has no name", Searches.Plain with { Metric = " " } },
        { "has no group for the value", Searches.Plain with { Job = new() { Name = "a", MetricPatterns = new Dictionary<string, string> { ["loss"] = "loss" } } } },
        { "'lr' has a value in -Hyperparameter and is in the search space.", Searches.Plain with { Job = new() { Name = "a", Hyperparameters = [new("lr", 1)] } } },
        { "'--lr' has a value in -Hyperparameter and is in the search space as 'lr'.", Searches.Plain with { Job = new() { Name = "a", Hyperparameters = [new("--lr", 1)] } } },
        { "'a' is there twice", Searches.Plain with { Definitions = [Definition("a"), Definition("A")] } },
        { "'lr' has a value", Searches.Plain with { Definitions = [Definition("a", KeyValuePair.Create<string, object?>("lr", 1))] } },
        { "-MaxTrials is 0", Searches.Plain with { MaxTrials = 0 } },
        { "-MaxParallel is 0", Searches.Plain with { MaxParallel = 0 } },
        { "-MaxFailedTrials is -1", Searches.Plain with { MaxFailedTrials = -1 } },
        { "-MaxTrialsWithoutImprovement is 0", Searches.Plain with { MaxTrialsWithoutImprovement = 0 } },
        { "last for at most 00:00:00", Searches.Plain with { MaxDuration = TimeSpan.Zero } },
        { "target value NaN", Searches.Plain with { TargetValue = double.NaN } },
        { "seed -1", Searches.Plain with { Seed = -1 } },
        { "-Pruning Median is another", Searches.Plain with { Strategy = MlTuningStrategy.Hyperband, Pruning = MlPruning.Median } },
        { "-PruningOption has numbers", Searches.Plain with { PruningOptions = new() { Patience = 2 } } },
    };

    /// <summary>Searches that can.</summary>
    public static TheoryData<TuningSpec> Sound => new(
        Searches.Plain,
        Searches.Plain with { Job = new() { Name = new('a', 46), Hyperparameters = [new("epochs", 3)] } },
        Searches.Plain with { Strategy = MlTuningStrategy.Hyperband, PruningOptions = new() { MaxResource = 27 } },
        Searches.Plain with { Pruning = MlPruning.Median, PruningOptions = new() { Patience = 2 }, Seed = 0, TargetValue = 0, MaxFailedTrials = 1 },
        Searches.Plain with { Definitions = [Definition("a"), Definition("b")] });

    private static TuningDefinition Definition(string name, params KeyValuePair<string, object?>[] hyperparameters) =>
        new(name, new() { Name = "tune", Hyperparameters = hyperparameters }, Searches.Space, "loss", MlGoal.Minimize);

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_cannot_be_meant_is_refused(string message, TuningSpec spec)
    {
        var error = Assert.Throws<MlOpsException>(() => TuningRules.Check(spec));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_can_be_meant_is_not(TuningSpec spec) => Assert.Null(Record.Exception(() => TuningRules.Check(spec)));

    [Theory]
    [InlineData(null, MlTuningStrategy.Bayesian, 20)]
    [InlineData(7, MlTuningStrategy.Random, 7)]
    [InlineData(7, MlTuningStrategy.Grid, 7)]
    [InlineData(null, MlTuningStrategy.Grid, 16)]
    public void A_search_has_twenty_trials_and_a_grid_all_of_its_own(int? given, MlTuningStrategy strategy, int trials) => Assert.Equal(trials, TuningRules.Trials(given, strategy, [s_grid]));

    [Fact]
    public void Grids_of_several_definitions_add_up() => Assert.Equal(32, TuningRules.Trials(null, MlTuningStrategy.Grid, [s_grid, s_grid]));

    [Fact]
    public void A_grid_that_nobody_can_want_needs_a_number()
    {
        var space = SearchSpace.Create([new("a", new MlRange { Low = 0, High = 1e15, IsInteger = true }), new("b", new MlRange { Low = 0, High = 1e15, IsInteger = true })]);

        Assert.Contains("combinations", Assert.Throws<MlOpsException>(() => TuningRules.Trials(null, MlTuningStrategy.Grid, [space, space])).Message, StringComparison.Ordinal);
        Assert.Equal(5, TuningRules.Trials(5, MlTuningStrategy.Grid, [space]));
    }

    [Fact]
    public void A_space_without_a_grid_has_none_however_many_trials_there_are() =>
        Assert.Contains("'lr' has no step", Assert.Throws<MlOpsException>(() => TuningRules.Trials(5, MlTuningStrategy.Grid, [Searches.Space])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_search_chooses_is_taken_out_of_the_job_that_it_is_made_of()
    {
        var job = TuningRules.WithoutSearched(new() { Name = "a", Hyperparameters = [new("--lr", 1), new("epochs", 3)] }, Searches.Space);

        Assert.Equal(["epochs"], job.Hyperparameters.Select(one => one.Key));
    }
}
