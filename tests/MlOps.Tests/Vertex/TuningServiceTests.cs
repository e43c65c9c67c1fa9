using MlOps.StandIn.Google;
using MlOps.StandIn.Serving;

namespace MlOps.Tests.Vertex;

/// <summary>Searches through the provider, against a project on this machine.</summary>
public class TuningServiceTests
{
    private static readonly TuningSpec s_spec = VertexTunings.Spec with { MaxTrials = 3, MaxParallel = 2 };

    [Fact]
    public async Task A_search_is_started_and_its_trials_are_read()
    {
        var project = new CloudProject();
        await using var vertex = await VertexFixture.Serve(project);
        var provider = vertex.Provider();

        var started = Assert.IsType<MlTuningJob>(await provider.StartTuningAsync(s_spec, VertexFixture.Stop));
        Assert.Equal((MlJobKind.Tuning, "t", MlJobStatus.Pending), (started.Kind, started.Name, started.Status));
        project.Advance("t", "RUNNING");
        var trials = await provider.ListTrialsAsync(started, VertexFixture.Stop).ToListAsync(VertexFixture.Stop);

        Assert.Equal([1, 2], trials.Select(trial => trial.Number));
        Assert.All(trials, trial =>
        {
            Assert.IsType<double>(trial.Hyperparameter["lr"]);
            Assert.Equal(trial.Hyperparameter["loss"] is "smooth_l1", trial.Hyperparameter.ContainsKey("alpha"));
        });
        Assert.Empty(project.Violations);

        var jobs = (await vertex.List(new JobQuery { Kind = MlJobKind.Training })).Where(job => job.TuningJobName == "t").ToList();
        Assert.Equal(trials.Select(trial => trial.Id).Order(), jobs.Select(job => job.Id).Order());
        Assert.All(jobs, job =>
        {
            Assert.Equal(["python", "train.py"], job.Command);
            Assert.Equal(trials.Single(trial => trial.Id == job.Id).Hyperparameter.Select(one => (one.Key, one.Value)), job.Hyperparameter.Select(one => (one.Key, one.Value)));
            Assert.Empty(job.Argument);
        });
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await using var vertex = await VertexFixture.Serve(new CloudProject());
        await vertex.Provider().StartTuningAsync(s_spec, VertexFixture.Stop);
        var refused = await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().StartTuningAsync(s_spec, VertexFixture.Stop));
        Assert.Equal((ErrorCode.Conflict, "There is a tuning job 't' in europe-west4 already."), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task A_search_whose_answer_is_lost_is_found_and_not_started_twice()
    {
        var project = new CloudProject();
        await using var vertex = await VertexFixture.Serve(project);
        project.AddFault("CreateHyperparameterTuningJob", FaultKind.Reset);

        var job = await vertex.Provider().StartTuningAsync(s_spec, VertexFixture.Stop);

        Assert.Equal(("t", MlJobKind.Tuning), (job.Name, job.Kind));
        Assert.Equal(1, project.Calls.Count("CreateHyperparameterTuningJob"));
    }

    [Fact]
    public async Task A_training_job_has_no_trials()
    {
        await using var vertex = await VertexFixture.Serve(new CloudProject());
        var job = await vertex.Provider().StartAsync(VertexFixture.Spec, VertexFixture.Stop);
        var refused = await Assert.ThrowsAsync<MlOpsException>(async () => await vertex.Provider().ListTrialsAsync(job, VertexFixture.Stop).ToListAsync(VertexFixture.Stop));
        Assert.Equal((ErrorCode.InvalidArgument, "'digits-1' is a training job, which has no trials."), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task Nothing_is_sent_while_something_is_missing()
    {
        var project = new CloudProject();
        await using var vertex = await VertexFixture.Serve(project);
        vertex.Variables["MLOPS_VERTEX_BUCKET"] = null;
        Assert.Equal("VertexBucket", Assert.Single(vertex.Provider().PlanTuning(s_spec).Missing).Target);
        Assert.Equal(ErrorCode.NotConfigured, (await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().StartTuningAsync(s_spec, VertexFixture.Stop))).Code);
        Assert.Empty(project.Calls.All);
    }

    [Fact]
    public async Task The_trials_of_somebody_elses_search_are_shown_as_far_as_they_go()
    {
        await using var vertex = await VertexFixture.Serve(SageMaker.SageMakerFixture.Play("vertex/trials.json"));
        var job = new MlJob
        {
            Provider = "Vertex",
            Name = "their search",
            Id = "projects/123456789012/locations/europe-west4/hyperparameterTuningJobs/2200000000000000001",
            Kind = MlJobKind.Tuning,
            Region = VertexFixture.Location,
        };

        var trials = await vertex.Provider().ListTrialsAsync(job, VertexFixture.Stop).ToListAsync(VertexFixture.Stop);

        Assert.Equal(
            [MlTrialStatus.Succeeded, MlTrialStatus.Succeeded, MlTrialStatus.Failed, MlTrialStatus.Running, MlTrialStatus.Running, MlTrialStatus.Pending],
            trials.Select(trial => trial.Status));
        Assert.Equal([("batch", (object?)32L), ("kind", "1"), ("layers", 2L), ("learning_rate", 1.0), ("momentum", 1.0)], trials[0].Hyperparameter.Select(one => (one.Key, one.Value)));
        Assert.Equal(("accuracy", 0.75, 40L, 1), (trials[0].Objective, trials[0].Value, trials[0].Step, trials[0].Number));
        Assert.Equal(("The trial ended without a measurement.", "INFEASIBLE"), (trials[2].StatusMessage, trials[2].ProviderStatus));
        Assert.Equal("2", TrialOrder.Best(trials, MlGoal.Maximize)!.Name);
    }
}
