using MlOps.Tests.Fakes;

namespace MlOps.Tests.Tuning;

/// <summary>Who runs a search, and what is said about it.</summary>
public sealed class EngineChoiceTests
{
    private static readonly FakeProvider s_able = new("Vertex");
    private static readonly FakeProvider s_unable = new("SageMaker") { Obstacles = ["SageMaker's tuning has no conditional parameters", "it does not prune"] };

    /// <summary>What only a service can do.</summary>
    public static TheoryData<string, TuningSpec> ServiceOnly => new()
    {
        { "-EarlyStopping", Searches.Plain with { EarlyStopping = MlEarlyStopping.Auto } },
        { "-WarmStartFrom", Searches.Plain with { WarmStartFrom = ["before"] } },
        { "-StopOnConvergence", Searches.Plain with { StopOnConvergence = true } },
        { "-Definition", Searches.Plain with { Definitions = [new("a", Searches.Plain.Job, Searches.Space, "loss", MlGoal.Minimize)] } },
        { "-TuningOption", Searches.Plain with { ProviderOptions = new Dictionary<string, object?> { ["a"] = 1 } } },
    };

    private static EngineChoice Make(MlTuningEngine requested, params FakeProvider[] providers) => EngineChoice.Make(requested, Searches.Plain, providers);

    [Fact]
    public void A_service_that_can_do_all_of_it_runs_it() =>
        Assert.Equal(new(MlTuningEngine.Service, "Vertex's own tuning service runs the search: it can do all that is asked for."), Make(MlTuningEngine.Auto, s_able));

    [Fact]
    public void MlOps_runs_what_a_service_cannot_and_says_what_that_is() =>
        Assert.Equal(
            new(MlTuningEngine.Client, "MlOps runs the search itself, because SageMaker's tuning has no conditional parameters and it does not prune."),
            Make(MlTuningEngine.Auto, s_unable));

    [Fact]
    public void MlOps_runs_what_several_providers_share() =>
        Assert.Equal(new(MlTuningEngine.Client, "MlOps runs the search itself, because Vertex and SageMaker share it."), Make(MlTuningEngine.Auto, s_able, s_unable));

    [Fact]
    public void MlOps_runs_what_it_is_asked_to_run() =>
        Assert.Equal(new(MlTuningEngine.Client, "MlOps runs the search itself, as -Engine Client asks for."), Make(MlTuningEngine.Client, s_able));

    [Fact]
    public void A_service_that_was_asked_for_is_left_to_say_what_it_cannot_do() =>
        Assert.Equal(new(MlTuningEngine.Service, "SageMaker's own tuning service runs the search, as -Engine Service asks for."), Make(MlTuningEngine.Service, s_unable));

    [Fact]
    public void No_service_is_shared_by_providers()
    {
        var error = Assert.Throws<MlOpsException>(() => Make(MlTuningEngine.Service, s_able, s_unable));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("Vertex and SageMaker", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServiceOnly))]
    public void What_only_a_service_can_do_goes_to_it(string parameter, TuningSpec spec)
    {
        Assert.NotEmpty(parameter);
        Assert.Equal(MlTuningEngine.Service, EngineChoice.Make(MlTuningEngine.Auto, spec, [s_able]).Engine);
    }

    [Theory]
    [MemberData(nameof(ServiceOnly))]
    public void What_only_a_service_can_do_is_refused_where_MlOps_is_asked_to_run_it(string parameter, TuningSpec spec)
    {
        var error = Assert.Throws<MlOpsException>(() => EngineChoice.Make(MlTuningEngine.Client, spec, [s_able]));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(parameter, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(ServiceOnly))]
    public void What_only_a_service_can_do_is_refused_together_with_what_none_can(string parameter, TuningSpec spec)
    {
        var message = Assert.Throws<MlOpsException>(() => EngineChoice.Make(MlTuningEngine.Auto, spec, [s_unable])).Message;

        Assert.Contains(parameter, message, StringComparison.Ordinal);
        Assert.Contains("SageMaker's tuning has no conditional parameters", message, StringComparison.Ordinal);
    }
}
