using MlOps.Providers.Vertex.Requests;
using static MlOps.Tests.Vertex.VertexTunings;

namespace MlOps.Tests.Vertex;

/// <summary>What Vertex AI's tuning service cannot do, to the letter.</summary>
public class TuningObstacleTests
{
    private static TuningSpec Bare { get; } = Spec with { ReportsItself = true, Job = Spec.Job with { Command = [] } };

    public static TheoryData<string, TuningSpec> Cases { get; } = new()
    {
        { "Vertex AI's tuning has no quasi-random search", Spec with { Strategy = MlTuningStrategy.QuasiRandom } },
        { "Vertex AI's tuning has no Hyperband", Spec with { Strategy = MlTuningStrategy.Hyperband } },
        { "Vertex AI's tuning does not prune by the rule Median", Spec with { Pruning = MlPruning.Median } },
        { "Vertex AI's tuning has one kind of training and not several to choose from", Spec with { Definitions = [new("a", Spec.Job, Spec.Space, "x", MlGoal.Minimize)] } },
        { "Vertex AI's tuning cannot begin with the results of earlier searches", Spec with { WarmStartFrom = ["old"] } },
        { "Vertex AI's tuning takes no seed", Spec with { Seed = 0 } },
        { "Vertex AI's tuning has no limit of time for a whole search", Spec with { MaxDuration = TimeSpan.FromHours(1) } },
        { "Vertex AI's tuning does not end at a value that is good enough", Spec with { TargetValue = 0.1 } },
        { "Vertex AI's tuning does not end after trials without improvement", Spec with { MaxTrialsWithoutImprovement = 3 } },
        { "Vertex AI's tuning does not end by itself when nothing becomes better", Spec with { StopOnConvergence = true } },
        { "Vertex AI's tuning takes no limit of failed trials below one", Spec with { MaxFailedTrials = 0 } },
        { "'d' has 1002 steps, and Vertex AI's tuning takes 1000", Spec with { Space = Space(("d", Integer(0, 2002, 2))) } },
        { "'d' has steps of less than 1e-10, which Vertex AI's tuning does not tell apart", Spec with { Space = Space(("d", new MlRange { Low = 0, High = 1e-9, Step = 1e-11 })) } },
        { "'m' begins at zero, and a reverse logarithmic scale of Vertex AI's needs numbers above it", Spec with { Space = Space(("m", Range(0, 0.9, MlRangeScale.ReverseLog))) } },
        { "'c' has two choices with one text, and choices of Vertex AI's tuning are texts", Spec with { Space = Space(("c", Choice("a", 'a'))) } },
        { "'--x' and '-x' are one name to Vertex AI's tuning, which writes the hyphens itself", Spec with { Space = Space(("--x", 1), ("-x", 2)) } },
        { "'lr' is a range of any numbers, and a grid of Vertex AI's has choices, whole numbers and steps", Spec with { Strategy = MlTuningStrategy.Grid, Space = Space(("lr", Range(0, 1))) } },
        {
            "'b' depends on 'a', a range of any numbers, and a condition of Vertex AI's is on choices, whole numbers or steps",
            Spec with { Space = Space(("a", Range(0, 1)), ("b", Range(0, 1) with { When = When(("a", Range(0, 0.5))) })) }
        },
        {
            "'b' depends on more than 1000 values of 'a', which Vertex AI would have to be given one by one",
            Spec with { Space = Space(("a", Integer(0, 5000)), ("b", Range(0, 1) with { When = When(("a", Range(1000, 2000))) })) }
        },
        {
            "'c' depends on 'a' and on 'b', which do not depend on each other, and Vertex AI has parameters inside of one another only",
            Spec with { Space = Space(("a", Choice(1, 2)), ("b", Choice(1, 2)), ("c", Range(0, 1) with { When = When(("a", 1), ("b", 1)) })) }
        },
        { "the metric 'val loss' has white space in its name, which Vertex AI's tuning does not allow", Spec with { Metric = "val loss" } },
        { "the pattern of 'val_loss' has a back-reference, which cannot be done in a container of Vertex AI's, where awk reads the metric", Pattern(@"(?<q>a)\1(\d)") },
        { "the pattern of 'val_loss' has a look ahead at more than one character, which cannot be done in a container of Vertex AI's, where awk reads the metric", Pattern(@"loss(?!es)=(\d)") },
        { "the pattern of 'val_loss' has a category of Unicode, which cannot be done in a container of Vertex AI's, where awk reads the metric", Pattern(@"\p{L}=(\d)") },
        { "the pattern of 'val_loss' has an atomic group, which cannot be done in a container of Vertex AI's, where awk reads the metric", Pattern(@"(?>a)(\d)") },
        { "the pattern of 'val_loss' has too many repetitions, which cannot be done in a container of Vertex AI's, where awk reads the metric", Pattern(@"(?:a\d){1000}(\d)") },
        { "Vertex AI's tuning reads no log, and without -Command nothing can be put around the image's own program that would", Bare with { ReportsItself = false } },
        { "'amp' has a switch, nothing or a folder among its choices, and without -Command the image's own program would get the word for it", Bare with { Space = Space(("amp", Choice(true, false))) } },
        { "'dir' has a switch, nothing or a folder among its choices, and without -Command the image's own program would get the word for it", Bare with { Space = Space(("dir", Choice("{output}/a", "b"))) } },
        { "'size' has whole numbers in steps, and without -Command the image's own program could get 2.0 for 2", Bare with { Space = Space(("size", Integer(2, 8, 2))) } },
        { "'-x' is no flag with two hyphens, and without -Command the image's own program would get one", Bare with { Space = Space(("-x", Integer(2, 8))) } },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Each_is_a_clear_clause(string clause, TuningSpec spec)
    {
        Assert.Equal([clause], TuningObstacles.Of(spec));
        var refused = Assert.Throws<MlOpsException>(() => Build(spec));
        Assert.Equal((ErrorCode.InvalidArgument, $"Vertex AI's tuning service cannot run 't': {clause}."), (refused.Code, refused.Message));
        Assert.Contains("-Engine Service", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void All_of_them_are_said_at_once() =>
        Assert.Equal(3, TuningObstacles.Of(Spec with { Seed = 1, Pruning = MlPruning.Asha, Strategy = MlTuningStrategy.QuasiRandom }).Count);

    [Fact]
    public void There_is_none_for_what_it_can_do()
    {
        Assert.Empty(TuningObstacles.Of(Spec));
        Assert.Empty(TuningObstacles.Of(Bare));
        Assert.Empty(TuningObstacles.Of(Bare with { Space = Space(("a", Choice("x", 1, 0.5, "16")), ("--b", Integer(1, 3)), ("c", Range(0, 1))) }));
    }

    private static TuningSpec Pattern(string pattern) => Spec with { Job = Spec.Job with { MetricPatterns = new Dictionary<string, string> { ["val_loss"] = pattern } } };
}
