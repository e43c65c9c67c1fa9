using MlOps.StandIn.Contracts;
using static MlOps.Tests.SageMaker.Searches;

namespace MlOps.Tests.SageMaker;

public class TuningLimitTests
{
    /// <summary>A limit, a search at it, one over it, and the words of the error.</summary>
    public static TheoryData<string, TuningSpec, TuningSpec, string> Limits => new()
    {
        { "trials", Spec with { MaxTrials = 1 }, Spec with { MaxTrials = 0 }, "MaxTrials is 0; SageMaker allows 1 or more." },
        { "parallel", Spec with { MaxParallel = 1 }, Spec with { MaxParallel = 0 }, "MaxParallel is 0; SageMaker allows 1 or more." },
        { "most resource", Hyperband(1, 20000), Hyperband(1, 20001), "MaxResource is 20001; SageMaker allows 1 to 20000." },
        { "least resource", Hyperband(9, 9), Hyperband(10, 9), "MinResource is 10; SageMaker allows 1 to 9." },
        { "parents", Spec with { WarmStartFrom = Many(5) }, Spec with { WarmStartFrom = Many(6) }, "The job has 6 earlier searches to begin with; SageMaker allows 5." },
        { "parent", Spec with { WarmStartFrom = [Long(32)] }, Spec with { WarmStartFrom = [Long(33)] }, "33 characters; SageMaker allows 32" },
        { "parent's form", Spec with { WarmStartFrom = ["a-b"] }, Spec with { WarmStartFrom = ["a_b"] }, "The name of the earlier search 'a_b' is 'a_b', which SageMaker does not allow." },
        { "definitions", Defined(6), Defined(11), "The job has 11 definitions; SageMaker allows 10." },
        { "definition", Named(Long(64)), Named(Long(65)), "65 characters; SageMaker allows 64" },
        { "variables", Spec with { Job = Job with { Environment = Table(40) } }, Spec with { Job = Job with { Environment = Table(41) } }, "The job has 49 environment variables; SageMaker allows 48." },
        { "variable", Spec with { Job = Job with { Environment = new Dictionary<string, string> { ["V"] = Long(512) } } }, Spec with { Job = Job with { Environment = new Dictionary<string, string> { ["V"] = Long(513) } } }, "Environment variable 'V' has 513 characters; SageMaker allows 512" },
        { "choice", Spec with { Space = Space(("c", new[] { Long(256) })) }, Spec with { Space = Space(("c", new[] { Long(257) })) }, "of the hyperparameter 'c' has 257 characters; SageMaker allows 256" },
        { "parameter", Spec with { Space = Space((Long(256), Float(0, 1))) }, Spec with { Space = Space((Long(257), Float(0, 1))) }, "257 characters; SageMaker allows 256" },
        { "hyperparameters", Fixed(100), Fixed(101), "The job has 101 hyperparameters; SageMaker allows 100." },
        { "metric", Spec with { Metric = Long(255) }, Spec with { Metric = Long(256) }, "The metric's name has 256 characters; SageMaker allows 255" },
        { "target", Spec with { TargetValue = 0 }, Spec with { TargetValue = double.NaN }, "TargetValue is not a finite number." },
        { "retries", Spec with { Job = Job with { Retries = 30 } }, Spec with { Job = Job with { Retries = 31 } }, "RetryCount is 31" },
        { "twice", Spec with { Job = Job with { Hyperparameters = [new("x", 1)] } }, Spec with { Job = Job with { Hyperparameters = [new("--lr", 1)] } }, "The hyperparameter '--lr' is there twice." },
        { "network", Spec with { Job = Job with { Subnets = ["s"], SecurityGroups = ["g"] } }, Spec with { Job = Job with { Subnets = ["s"] } }, "subnets and no security group" },
        { "registry", Spec, Spec with { Job = Job with { Image = "gcr.io/p/i" } }, "is in Google's registry" },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public void A_limit_can_be_reached_and_not_passed(string limit, TuningSpec at, TuningSpec over, string message)
    {
        Assert.NotEmpty(limit);
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(at)));
        Assert.Contains(message, Refused(over).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_of_all_definitions_are_counted_together()
    {
        var job = Job with { Environment = Table(17) };
        var spec = Spec with { Definitions = [new("a", job, Spec.Space, "m", MlGoal.Minimize), new("b", job, Spec.Space, "m", MlGoal.Minimize)] };
        var error = Refused(spec);
        Assert.Contains("The job has 50 environment variables; SageMaker allows 48.", error.Message, StringComparison.Ordinal);
        Assert.Contains("all definitions", error.RecommendedAction, StringComparison.Ordinal);
    }

    private static string Long(int length) => new('x', length);

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => $"s{i}")];

    private static Dictionary<string, string> Table(int count) => Enumerable.Range(0, count).ToDictionary(i => $"t{i}", _ => "x");

    private static TuningSpec Hyperband(long least, long most) => Spec with { Strategy = MlTuningStrategy.Hyperband, PruningOptions = new() { MinResource = least, MaxResource = most } };

    private static TuningSpec Named(string name) => Spec with { Definitions = [new(name, Job, Spec.Space, "m", MlGoal.Minimize)] };

    // Each has eight variables of its own, so that no more than six have room.
    private static TuningSpec Defined(int count) => Spec with { Definitions = [.. Enumerable.Range(0, count).Select(i => new TuningDefinition($"d{i}", Job, Spec.Space, "m", MlGoal.Minimize))] };

    private static TuningSpec Fixed(int count) => Spec with { Job = Job with { Hyperparameters = [.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"h{i}", (object?)false))] } };
}
