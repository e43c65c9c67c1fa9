using MlOps.Providers.SageMaker.Jobs;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;
using static MlOps.Tests.SageMaker.SageMakerFixture;
using static MlOps.Tests.SageMaker.Searches;

namespace MlOps.Tests.SageMaker;

[Collection(ChangesProcessEnvironment.Name)]
public class TuningTrialTests
{
    private static readonly TuningSpec s_spec = Spec with
    {
        Job = Job with { Command = ["python", "train.py"], Hyperparameters = [new("epochs", 3)], Arguments = ["-v"] },
        Space = Space(("name", new[] { "5", "x" }), ("lr", Float(0, 1)), ("depth", Integer(1, 3)), ("flag", new object?[] { true, false })),
        MaxTrials = 5,
        MaxParallel = 2,
    };

    [Fact]
    public async Task A_search_is_started_watched_and_stopped()
    {
        var account = new CloudAccount(new() { CheckAnswers = true, PageCap = 2 });
        await using var sageMaker = await Serve(account);
        var provider = sageMaker.Provider();

        var started = Assert.IsType<MlTuningJob>(await provider.StartTuningAsync(s_spec, Stop));
        Assert.Equal(("search", MlJobStatus.Running, "val_loss", 5, 2), (started.Name, started.Status, started.Objective, started.MaxTrials, started.MaxParallel));
        Assert.Equal(["python", "train.py"], started.Command);
        Assert.Equal(["-v"], started.Argument);
        Assert.Equal(3L, started.Hyperparameter["epochs"]);
        Assert.Empty(started.Environment);

        var running = await provider.ListTrialsAsync(started, Stop).ToListAsync(Stop);
        Assert.Equal([1, 2], running.Select(trial => trial.Number));
        Assert.All(running, trial => Assert.Equal(MlTrialStatus.Pending, trial.Status));

        account.Advance(running[0].Name, "Training");
        account.Advance(running[1].Name, "Training");
        account.WriteLog(running[1].Name, ["val_loss=0.5"]);
        account.Advance(running[1].Name, "Completed");
        var later = await provider.ListTrialsAsync(started, Stop).ToListAsync(Stop);
        Assert.Equal([1, 2, 3], later.Select(trial => trial.Number));
        Assert.Equal(MlTrialStatus.Running, later[0].Status);
        Assert.Equal(MlTrialStatus.Succeeded, later[1].Status);
        Assert.Equal(0.5, later[1].Value);
        Assert.Equal("val_loss", later[1].Objective);
        Assert.Equal("search", later[1].TuningJobName);
        Assert.Equal("eu-central-1", later[1].Region);
        Assert.NotNull(later[1].Duration);
        Assert.NotNull(later[1].Raw);

        // In the order of the arguments, each with its type.
        Assert.Equal(["name", "lr", "depth", "flag"], later[1].Hyperparameter.Keys);
        Assert.IsType<string>(later[1].Hyperparameter["name"]);
        Assert.IsType<double>(later[1].Hyperparameter["lr"]);
        Assert.IsType<long>(later[1].Hyperparameter["depth"]);
        Assert.IsType<bool>(later[1].Hyperparameter["flag"]);

        // The trial's own job says the same, and can be started again.
        var trial = Assert.Single(await sageMaker.List(new JobQuery { Names = [NamePattern.Parse(later[1].Name)], Kind = MlJobKind.Training }));
        Assert.Equal(["python", "train.py"], trial.Command);
        Assert.Equal(["-v"], trial.Argument);
        Assert.Equal(["epochs", "name", "lr", "depth", "flag"], trial.Hyperparameter.Keys);
        Assert.Empty(trial.Environment);

        await provider.StopAsync(started, Stop);
        account.Advance("search");
        var ended = Assert.IsType<MlTuningJob>(Assert.Single(await sageMaker.List(new JobQuery { Kind = MlJobKind.Tuning })));
        Assert.Equal(MlJobStatus.Stopped, ended.Status);
        Assert.Equal(later[1].Name, ended.BestTrial!.Name);
        Assert.Equal(later[1].Value, ended.BestTrial.Value);
        Assert.Equal(MlTrialStatus.Succeeded, ended.BestTrial.Status);
        Assert.IsType<bool>(ended.BestTrial.Hyperparameter["flag"]);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task More_trials_than_a_page_has_are_all_there_once()
    {
        var account = new CloudAccount(new() { CheckAnswers = true, PageCap = 3 });
        await using var sageMaker = await Serve(account);
        var job = await sageMaker.Provider().StartTuningAsync(s_spec with { MaxTrials = 10 }, Stop);
        account.Advance("search");

        var trials = await sageMaker.Provider().ListTrialsAsync(job, Stop).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(1, 10), trials.Select(trial => trial.Number!.Value));
        Assert.Equal(10, trials.Select(trial => trial.Name).Distinct().Count());
        Assert.True(account.Calls.Count("ListTrainingJobsForHyperParameterTuningJob") >= 4);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_grid_runs_every_combination_once()
    {
        var account = new CloudAccount(new() { CheckAnswers = true });
        await using var sageMaker = await Serve(account);
        var spec = s_spec with { Strategy = MlTuningStrategy.Grid, Space = Space(("loss", new[] { "l1", "l2" }), ("depth", Integer(1, 3))), MaxTrials = 6 };
        var job = await sageMaker.Provider().StartTuningAsync(spec, Stop);
        account.Advance("search");

        var trials = await sageMaker.Provider().ListTrialsAsync(job, Stop).ToListAsync(Stop);
        Assert.Equal(
            ["l1 1", "l1 2", "l1 3", "l2 1", "l2 2", "l2 3"],
            trials.Select(trial => $"{trial.Hyperparameter["loss"]} {trial.Hyperparameter["depth"]}").Order(StringComparer.Ordinal));
        Assert.Empty(account.Violations);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_start_whose_answer_is_lost_starts_one_search(FaultKind fault)
    {
        var account = new CloudAccount();
        account.AddFault("CreateHyperParameterTuningJob", fault);
        await using var sageMaker = await Serve(account);

        Assert.Equal("search", (await sageMaker.Provider().StartTuningAsync(s_spec with { TargetValue = 0.1 }, Stop)).Name);
        Assert.Equal(2, account.Calls.Count("CreateHyperParameterTuningJob"));
        Assert.Equal(2, account.TrainingJobs.Count);

        account.AddFault("CreateHyperParameterTuningJob", FaultKind.Reset);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.Provider().StartTuningAsync(s_spec with { TargetValue = 0.1, MaxTrials = 6 }, Stop));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Only_a_tuning_job_that_is_there_has_trials()
    {
        var account = new CloudAccount();
        await using var sageMaker = await Serve(account);
        var job = await sageMaker.Provider().StartAsync(Jobs.Spec, Stop);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => sageMaker.Provider().ListTrialsAsync(job, Stop)).Code);

        var gone = ReadBack(s_spec) with { Region = "" };
        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await sageMaker.Provider().ListTrialsAsync(gone, Stop).ToListAsync(Stop));
        Assert.Equal(ErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task Trials_of_every_kind_are_read()
    {
        var player = Play("sagemaker/trials.json");
        await using var sageMaker = await Serve(player);
        var job = new MlTuningJob { Provider = "SageMaker", Name = "search", Id = "", Kind = MlJobKind.Tuning, Status = MlJobStatus.Running, Region = "" };
        var trials = await sageMaker.Provider().ListTrialsAsync(job, Stop).ToListAsync(Stop);

        Assert.Empty(player.Failures);
        Assert.Equal(
            [
                "1 search-001-aaaaaaaa Succeeded 0.25 ",
                "2 search-002-bbbbbbbb Pruned 0.75 ",
                "3 search-003-cccccccc Failed  AlgorithmError: out of memory",
                "4 search-004-dddddddd Failed  It reported no value of 'val_loss'.",
                "5 search-005-eeeeeeee Running  ",
                "6 search-006-ffffffff Pending  ",
                "7 search-007-99999999 Running  ",
                "8 search-008-88888888 Running 0.5 ",
            ],
            trials.Select(trial => FormattableString.Invariant($"{trial.Number} {trial.Name} {trial.Status} {trial.Value} {trial.StatusMessage}")));
        var first = trials[0];
        Assert.Equal("arn:aws:sagemaker:eu-west-1:123456789012:training-job/search-001-aaaaaaaa", first.Id);
        Assert.Equal("eu-west-1", first.Region);
        Assert.Equal("Completed", first.ProviderStatus);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000250), first.CreatedAt);
        Assert.Equal(TimeSpan.FromMinutes(5), first.Duration);
        Assert.Equal([("depth", 7L), ("lr", 1e-05), ("loss", "smooth_l1"), ("amp", true), ("size", 9007199254740993L)], first.Hyperparameter.Select(one => (one.Key, one.Value!)));

        var best = TrialOrder.BestFirst(trials, MlGoal.Minimize);
        Assert.Equal(["search-001-aaaaaaaa", "search-002-bbbbbbbb"], best.Take(2).Select(trial => trial.Name));
    }

    [Theory]
    [InlineData("Hyperband", "Off", MlTrialStatus.Pruned)]
    [InlineData("Bayesian", "Auto", MlTrialStatus.Pruned)]
    [InlineData("Bayesian", "Off", MlTrialStatus.Stopped)]
    public void A_stopped_trial_was_pruned_where_the_service_prunes(string strategy, string stopping, MlTrialStatus expected)
    {
        var mapping = new TrialMapping(new() { HyperParameterTuningJobConfig = new() { Strategy = strategy, TrainingJobEarlyStoppingType = stopping } }, "eu-west-1");
        Assert.Equal(expected, mapping.ToTrial(new() { TrainingJobName = "t", TrainingJobStatus = "Stopped" }, 1, null).Status);
    }

    [Fact]
    public void Each_definition_has_types_of_its_own()
    {
        var document = Described(Spec with
        {
            Definitions =
            [
                new("a", Job, Space(("x", Integer(1, 9))), "loss_a", MlGoal.Minimize),
                new("b", Job, Space(("x", new[] { "1", "2" })), "loss_b", MlGoal.Minimize),
            ],
        });
        var mapping = new TrialMapping(document, "eu-west-1");
        Assert.Equal(1L, mapping.ToTrial(Trial("a"), 1, null).Hyperparameter["x"]);
        Assert.Equal("1", mapping.ToTrial(Trial("b"), 2, null).Hyperparameter["x"]);
        Assert.Equal("loss_b", mapping.ToTrial(Trial("b"), 2, null).Objective);

        static Providers.SageMaker.Documents.TrainingJobSummaryOfTuning Trial(string definition) =>
            new() { TrainingJobName = "t", TrainingJobDefinitionName = definition, TunedHyperParameters = new Dictionary<string, string> { ["x"] = "1" }, TrainingJobStatus = "Completed" };
    }
}
