using MlOps.StandIn.Contracts;
using static MlOps.Tests.SageMaker.Searches;

namespace MlOps.Tests.SageMaker;

public class TuningObstacleTests
{
    /// <summary>What the service cannot do, a search that needs it, and the clause that says so.</summary>
    public static TheoryData<string, TuningSpec, string> Obstacles => new()
    {
        { "conditions", Spec with { Space = Space(("loss", new[] { "l2", "smooth" }), ("alpha", Float(0, 1) with { When = new Dictionary<string, object?> { ["loss"] = "smooth" } })) }, "SageMaker's tuning has no conditional parameters such as 'alpha'" },
        { "integer steps", Spec with { Space = Space(("n", Integer(0, 10) with { Step = 2 })) }, "SageMaker's tuning has no steps, as 'n' has them" },
        { "float steps", Spec with { Space = Space(("x", Float(0, 1) with { Step = 0.25 })) }, "SageMaker's tuning has no steps, as 'x' has them" },
        { "parameters", Spec with { Space = Space([.. Enumerable.Range(0, 31).Select(i => ($"p{i}", (object?)Float(0, 1)))]) }, "SageMaker's tuning varies 30 parameters at most, and there are 31" },
        { "choices", Spec with { Space = Space(("c", Enumerable.Range(0, 31).ToArray())) }, "SageMaker's tuning takes 30 choices at most, and 'c' has 31" },
        { "same texts", Spec with { Space = Space(("c", new object?[] { true, "true" })) }, "SageMaker's tuning knows choices as texts, by which those of 'c' are not told apart" },
        { "mixed texts", Spec with { Space = Space(("c", new object?[] { true, "false" })) }, "SageMaker's tuning knows choices as texts, by which those of 'c' are not told apart" },
        { "quasi-random", Spec with { Strategy = MlTuningStrategy.QuasiRandom }, "SageMaker's tuning has no quasi-random search" },
        { "grid of numbers", Spec with { Strategy = MlTuningStrategy.Grid }, "SageMaker's grid needs parameters with 30 values at most, and 'lr' has any number" },
        { "grid of many", Spec with { Strategy = MlTuningStrategy.Grid, MaxTrials = 100, Space = Space(("n", Integer(1, 31))) }, "SageMaker's grid needs parameters with 30 values at most, and 'n' has 31" },
        { "large grid", Spec with { Strategy = MlTuningStrategy.Grid, Space = Space(("n", Integer(1, 21))) }, "SageMaker's grid runs every combination, 21, and cannot end after 20 trials" },
        { "pruning", Spec with { Pruning = MlPruning.Median }, "SageMaker's tuning has no pruning by a rule of one's own (Median)" },
        { "decay curve", Spec with { EarlyStopping = MlEarlyStopping.DecayCurve }, "SageMaker's tuning does not stop trials by a decay curve" },
        { "two rules", Spec with { Strategy = MlTuningStrategy.Hyperband, EarlyStopping = MlEarlyStopping.Auto, PruningOptions = new() { MaxResource = 9 } }, "SageMaker's Hyperband has its own rule to stop trials and takes no other" },
        { "no end", Spec with { Strategy = MlTuningStrategy.Hyperband }, "SageMaker's Hyperband has to know at which step a trial ends, by a maximum resource or a fixed hyperparameter 'epochs'" },
        { "best value", Spec with { Measurement = MlMeasurement.Best }, "SageMaker's tuning takes the last value of a trial and never its best" },
        { "failures", Spec with { MaxFailedTrials = 3 }, "SageMaker's tuning does not end after a number of failed trials" },
        { "little patience", Spec with { MaxTrialsWithoutImprovement = 2 }, "SageMaker's tuning waits for three trials without improvement at least" },
        { "short", Spec with { MaxDuration = TimeSpan.FromSeconds(119) }, "SageMaker's tuning runs for two minutes to 15768000 seconds" },
        { "long", Spec with { MaxDuration = TimeSpan.FromSeconds(15768001) }, "SageMaker's tuning runs for two minutes to 15768000 seconds" },
        { "seed", Spec with { Seed = -1 }, "SageMaker's tuning takes seeds from 0 to 2147483647" },
        { "name", Spec with { Job = Job with { Name = new('x', 33) } }, $"SageMaker's tuning takes names of 32 characters at most, and '{new string('x', 33)}' has 33" },
    };

    [Theory]
    [MemberData(nameof(Obstacles), DisableDiscoveryEnumeration = true)]
    public void What_the_service_cannot_do_is_said_and_refused(string what, TuningSpec spec, string clause)
    {
        Assert.NotEmpty(what);
        Assert.Equal([clause], Providers.SageMaker.Requests.TuningObstacles.Hard(spec));
        Assert.Equal($"SageMaker's tuning service cannot run the search '{spec.Job.Name}': {clause}.", Refused(spec).Message);
    }

    /// <summary>What only an image with the entrypoint can do, and the clause that says so.</summary>
    public static TheoryData<TrainingSpec, string> ImageObstacles => new()
    {
        { Job with { Command = ["python"] }, "SageMaker's tuning cannot override an image's entrypoint: its trials run the image's own 'train', which does -Command only where it is the one that Export-MlEntrypoint writes" },
        { Job with { Arguments = ["-v"] }, "SageMaker's tuning cannot override an image's entrypoint: its trials run the image's own 'train', which does -Argument only where it is the one that Export-MlEntrypoint writes" },
        { Job with { Command = ["python"], Arguments = ["-v"], SourceDirectory = "s3://b/mlops/_code/x/" }, "SageMaker's tuning cannot override an image's entrypoint: its trials run the image's own 'train', which does -Command and -Argument and -SourceDirectory only where it is the one that Export-MlEntrypoint writes" },
        { Job with { Hyperparameters = [new("a", "x"), new("dataset", new[] { "dogs" })] }, "SageMaker's tuning gives a trial the list 'dataset' as one text, which 'train' makes a repeated flag of only where it is the one that Export-MlEntrypoint writes" },
    };

    [Theory]
    [MemberData(nameof(ImageObstacles), DisableDiscoveryEnumeration = true)]
    public void What_needs_the_entrypoint_is_said_and_built(TrainingSpec job, string clause)
    {
        var spec = Spec with { Job = job };
        Assert.Empty(Providers.SageMaker.Requests.TuningObstacles.Hard(spec));
        Assert.Equal([clause], Providers.SageMaker.Requests.TuningObstacles.OfImage(spec));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(spec)));
    }

    [Fact]
    public void What_the_service_can_do_has_no_obstacle()
    {
        var spec = Spec with { Job = Job with { Hyperparameters = [new("flag", true), new("name", "x")] }, MaxDuration = TimeSpan.FromSeconds(120), MaxTrialsWithoutImprovement = 3, Seed = int.MaxValue, Measurement = MlMeasurement.Last };
        Assert.Empty(Providers.SageMaker.Requests.TuningObstacles.Hard(spec));
        Assert.Empty(Providers.SageMaker.Requests.TuningObstacles.OfImage(spec));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(spec)));
    }

    [Fact]
    public void Everything_that_stands_in_the_way_is_said_at_once() =>
        Assert.Equal(3, Providers.SageMaker.Requests.TuningObstacles.Hard(Spec with { Strategy = MlTuningStrategy.QuasiRandom, Pruning = MlPruning.Asha, Measurement = MlMeasurement.Best }).Count);
}
