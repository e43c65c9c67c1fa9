namespace MlOps.Tests.Tuning;

/// <summary>What is shown of a search that MlOps would run.</summary>
public sealed class StudyPlanTextTests
{
    private static readonly SearchSpace s_space = SearchSpace.Create(
    [
        new("lr", new MlRange { Low = 1e-5, High = 0.1, Scale = MlRangeScale.Log }),
        new("loss", new object[] { "l2", "smooth_l1" }),
        new("alpha", new MlRange { Low = 0.5, High = 1.5, Step = 0.5, When = new Dictionary<string, object?> { ["loss"] = "smooth_l1", ["depth"] = new MlRange { Low = 4, High = 8 } } }),
        new("depth", new MlRange { Low = 2, High = 8, IsInteger = true, Step = 2 }),
    ]);

    private static readonly TrainingSpec s_job = new() { Name = "tune", Hyperparameters = [new("epochs", 3)] };

    [Fact]
    public void Everything_that_makes_up_the_search_is_said()
    {
        var study = new StudySpec
        {
            Tuning = new()
            {
                Job = s_job,
                Space = s_space,
                Metric = "acc",
                Goal = MlGoal.Maximize,
                Measurement = MlMeasurement.Best,
                Strategy = MlTuningStrategy.Hyperband,
                PruningOptions = new() { MaxResource = 27, ReductionFactor = 3 },
                MaxTrials = 60,
                MaxParallel = 6,
                Seed = 7,
                TargetValue = 0.99,
                MaxTrialsWithoutImprovement = 10,
                MaxFailedTrials = 3,
                MaxDuration = TimeSpan.FromHours(2),
            },
            Shares = [new("Vertex", 4, s_job), new("Local", 2, s_job)],
            EngineReason = "MlOps runs the search itself, because Vertex and Local share it.",
        };

        Assert.Equal(
            """
            # MlOps runs the search itself, because Vertex and Local share it.
            Maximizes acc, which is the best value of a trial.
            Sampler: Bayesian, by a tree-structured Parzen estimator, seed 7
            Pruning: Hyperband, MaxResource = 27, ReductionFactor = 3
            Trials: 60 at most, 6 at once; ends at 0.99 or more; ends after 10 that are no better; ends after 3 that fail; ends after 02:00:00
            Space:
              lr     1E-05 to 0.1, log
              loss   'l2' or 'smooth_l1'
              alpha  0.5 to 1.5, step 0.5, when loss is 'smooth_l1' and depth is 4 to 8
              depth  2 to 8, integer, step 2

            # A trial on Vertex, where 4 run at once, with the middle of each range:
            {}

            # A trial on Local, where 2 run at once, with the middle of each range:
            python3 train.py
            """,
            StudyPlanText.Of(study, ["{}\n", "python3 train.py\n"]));
    }

    [Theory]
    [InlineData(MlPruning.None, "Pruning: none")]
    [InlineData(MlPruning.Asha, "Pruning: SuccessiveHalving")]
    [InlineData(MlPruning.Median, "Pruning: Median")]
    public void The_rule_is_called_by_its_name(MlPruning pruning, string line)
    {
        var study = new StudySpec { Tuning = new() { Job = s_job, Space = s_space, Metric = "loss", Pruning = pruning }, Shares = [] };

        Assert.Contains($"\n{line}\n", StudyPlanText.Of(study, []), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_has_the_middle_of_each_range_after_the_jobs_own_hyperparameters()
    {
        var job = StudyPlanText.Example(s_job, s_space);

        Assert.Equal("tune-xxxxxx-0", job.Name);
        Assert.Equal(["epochs", "lr", "loss", "alpha", "depth"], job.Hyperparameters.Select(one => one.Key));
        Assert.Equal("smooth_l1", job.Hyperparameters[2].Value);
        Assert.Equal(1.0, job.Hyperparameters[3].Value);
        Assert.Equal(6L, job.Hyperparameters[4].Value);
    }
}
