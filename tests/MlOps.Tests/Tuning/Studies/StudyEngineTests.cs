using System.Globalization;
using MlOps.Tests.Local;

namespace MlOps.Tests.Tuning.Studies;

/// <summary>A study from its first trial to its last.</summary>
public sealed class StudyEngineTests
{
    [Fact]
    public async Task Every_trial_runs_once_and_the_best_is_found()
    {
        using var bench = new StudyBench();
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 12), parallel: 3);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(12, state.Trials.Count);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
        Assert.Equal(12, bench.Cloud.Accepted.Select(spec => spec.Name).Distinct().Count());
        Assert.InRange(bench.Cloud.MostAtOnce, 2, 3);
        Assert.All(state.Trials, run =>
        {
            var x = (double)run.Trial.Values["x"]!;
            Assert.Equal(((x - 3) * (x - 3)) + (1.0 / 3), run.End!.Value!.Value, 9);
            Assert.Equal([1L, 2L, 3L], run.Trial.Reports.Keys);
        });
        Assert.Equal(state.Trials.MinBy(run => run.End!.Value), state.Best);
    }

    [Fact]
    public async Task A_trial_gets_the_arguments_of_the_contract_its_fixed_hyperparameters_first()
    {
        using var bench = new StudyBench();
        var tuning = StudyBench.Tuning(trials: 1);
        await bench.RunAsync(tuning with { Job = tuning.Job with { Hyperparameters = [new("epochs", 3)], Arguments = ["--quiet"], Tags = new Dictionary<string, string> { ["team"] = "vision" } } });

        var spec = Assert.Single(bench.Cloud.Accepted);
        var state = StudyBench.Read(bench.Store.Folder("s"));
        Assert.Equal(["epochs", "x"], spec.Hyperparameters.Select(one => one.Key));
        Assert.Equal($"s-{state.Created.Id}-0", spec.Name);
        Assert.Equal("vision", spec.Tags["team"]);
        Assert.Equal(state.Created.Id, spec.Tags[TrialJob.StudyTag]);
        Assert.Equal("0", spec.Tags[TrialJob.TrialTag]);
    }

    [Fact]
    public async Task The_same_seed_chooses_the_same_trials()
    {
        using var one = new StudyBench();
        using var other = new StudyBench();
        var tuning = StudyBench.Tuning(trials: 6) with { Strategy = MlTuningStrategy.Bayesian };

        var first = await one.RunAsync(tuning, parallel: 1);
        var second = await other.RunAsync(tuning, parallel: 1);

        Assert.Equal(first.Trials.Select(run => run.Trial.Values["x"]), second.Trials.Select(run => run.Trial.Values["x"]));
    }

    [Fact]
    public async Task A_grid_ends_with_its_last_combination()
    {
        using var bench = new StudyBench();
        var tuning = StudyBench.Tuning(trials: 100) with { Strategy = MlTuningStrategy.Grid, Space = SearchSpace.Create([new("x", new object[] { 1, 2, 3 }), new("y", new object[] { "a", "b" })]) };
        var state = await bench.RunAsync(tuning);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(6, state.Trials.Count);
    }

    [Fact]
    public async Task A_trial_that_is_not_promising_is_stopped_and_says_why()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = async (job, token) =>
        {
            var x = (double)job.Spec.Hyperparameters[0].Value!;
            for (var epoch = 1; epoch <= (x > 5 ? 100_000 : 5); epoch++)
            {
                // Who goes on for minutes does not get beyond the third.
                job.Print(string.Create(CultureInfo.InvariantCulture, $"epoch={(x > 5 ? Math.Min(epoch, 3) : epoch)} loss={x}"));
                await Task.Delay(1, token);
            }
        };
        var tuning = StudyBench.Tuning(trials: 14) with { Strategy = MlTuningStrategy.QuasiRandom, Pruning = MlPruning.Median, PruningOptions = new() { StartupTrials = 1 } };
        var state = await bench.RunAsync(tuning, parallel: 4);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        var pruned = state.Trials.Where(run => run.End!.Status == MlTrialStatus.Pruned).ToArray();
        Assert.NotEmpty(pruned);
        Assert.All(state.Trials.Where(run => (double)run.Trial.Values["x"]! > 5), run => Assert.Equal(MlTrialStatus.Pruned, run.End!.Status));
        Assert.All(pruned, run => Assert.NotEmpty(run.End!.Message));
        Assert.All(pruned, run => Assert.Contains(run.JobName, bench.Cloud.Stopped));
        Assert.All(pruned, run => Assert.Equal(StudyTrialState.Pruned, run.Trial.State));
    }

    [Fact]
    public async Task A_study_ends_when_its_target_is_reached_and_stops_what_runs()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = async (job, token) =>
        {
            job.Print("loss=1");
            if (job.Spec.Name.EndsWith("-0", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(Timeout.Infinite, token);
        };
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 50) with { TargetValue = 1 }, parallel: 3);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal("Trial 0 reached the target 1 with 1.", state.End?.Message);
        Assert.All(state.Trials.Skip(1), run => Assert.Equal(MlTrialStatus.Stopped, run.End?.Status));
        Assert.All(bench.Cloud.Jobs, job => Assert.True(job.Job.Status.IsEnded()));
    }

    [Fact]
    public async Task A_study_ends_when_nothing_gets_better()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (job, _) =>
        {
            job.Print("loss=1");
            return Task.CompletedTask;
        };
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 50) with { MaxTrialsWithoutImprovement = 4 }, parallel: 1);

        Assert.Equal(5, state.Trials.Count(run => run.End?.Status == MlTrialStatus.Succeeded));
        Assert.Equal("4 trials in a row were no better than trial 0.", state.End?.Message);
    }

    [Fact]
    public async Task A_study_that_is_stopped_stops_its_trials_and_starts_no_more()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (_, token) => Task.Delay(Timeout.Infinite, token);
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 20), parallel: 3);
        var run = bench.RunAsync(folder);
        await LocalFixture.UntilAsync(() => bench.Cloud.Accepted.Count == 3);
        bench.Control.Stop(folder);
        var state = await run;

        Assert.Equal(MlJobStatus.Stopped, state.End?.Status);
        Assert.Equal(3, bench.Cloud.Accepted.Count);
        Assert.All(bench.Cloud.Jobs, job => Assert.Equal(MlJobStatus.Stopped, job.Job.Status));
        Assert.All(state.Trials, trial => Assert.Equal(MlTrialStatus.Stopped, trial.End?.Status));
    }

    [Fact]
    public async Task Two_providers_share_one_study_each_within_its_limit()
    {
        var (one, other) = (new SimulatedCloud("One"), new SimulatedCloud("Other"));
        using var bench = new StudyBench(one, other);
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 20), parallel: 2);

        Assert.Equal(20, one.Accepted.Count + other.Accepted.Count);
        Assert.InRange(one.Accepted.Count, 4, 16);
        Assert.InRange(one.MostAtOnce, 1, 2);
        Assert.InRange(other.MostAtOnce, 1, 2);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
    }
}
