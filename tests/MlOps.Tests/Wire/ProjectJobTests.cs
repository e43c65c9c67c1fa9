using System.Text.Json.Nodes;
using MlOps.StandIn.Account;
using MlOps.StandIn.Google;

namespace MlOps.Tests.Wire;

public class ProjectJobTests
{
    private readonly ManualClock _clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_job_goes_through_its_states_as_time_passes()
    {
        var project = new CloudProject(new() { Clock = _clock, JobSeconds = 10, CheckAnswers = true });
        await using var google = await GoogleCaller.Of(project);
        var job = await google.Create("digits");
        var states = new List<string>();
        JsonObject document = [];
        foreach (var seconds in new[] { 0, 1, 2, 7 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            document = await google.Call("GET", job);
            states.Add(document["state"]!.GetValue<string>());
        }

        Assert.Equal(["JOB_STATE_QUEUED", "JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED"], states);
        Assert.Equal("2026-11-01T12:00:03Z", document["startTime"]!.GetValue<string>());
        Assert.Equal("2026-11-01T12:00:10Z", document["endTime"]!.GetValue<string>());
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Jobs_of_one_displayed_name_have_ids_of_their_own()
    {
        await using var google = await GoogleCaller.Of(new CloudProject());

        Assert.NotEqual(await google.Create("same"), await google.Create("same"));
        Assert.Equal("same same", await google.Names("display_name=\"same\""));
    }

    [Fact]
    public async Task A_cancelled_job_ends_with_an_error()
    {
        var project = new CloudProject();
        await using var google = await GoogleCaller.Of(project);
        var job = await google.Create("digits");
        project.Advance("digits", "RUNNING");

        Assert.Empty(await google.Call("POST", $"{job}:cancel", []));
        Assert.Equal("JOB_STATE_CANCELLING", (await google.Call("GET", job))["state"]!.GetValue<string>());
        project.Advance("digits");

        var document = await google.Call("GET", job);
        Assert.Equal("JOB_STATE_CANCELLED", document["state"]!.GetValue<string>());
        Assert.Equal(1, document["error"]!["code"]!.GetValue<int>());
        Assert.Equal((400, "FAILED_PRECONDITION"), Short(await google.Fail("POST", $"{job}:cancel", [])));
    }

    [Fact]
    public async Task A_deletion_is_done_after_some_polls()
    {
        var project = new CloudProject(new() { CheckAnswers = true });
        await using var google = await GoogleCaller.Of(project);
        var job = await google.Create("digits");
        Assert.Equal((400, "FAILED_PRECONDITION"), Short(await google.Fail("DELETE", job)));
        project.Advance("digits", "EXPIRED");

        var operation = await google.Call("DELETE", job);
        var path = $"/v1/{operation["name"]!.GetValue<string>()}";

        Assert.Null(operation["done"]);
        Assert.Null((await google.Call("GET", path))["done"]);
        Assert.True((await google.Call("GET", path))["done"]!.GetValue<bool>());
        Assert.Equal((404, "NOT_FOUND"), Short(await google.Fail("GET", job)));
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData("displayName", "\"\"", "display_name")]
    [InlineData("labels", """{"Team":"x"}""", "labels")]
    [InlineData("jobSpec", """{"workerPoolSpecs":[]}""", "job_spec.worker_pool_specs")]
    [InlineData("jobSpec", """{"workerPoolSpecs":[{"machineSpec":{"machineType":"m"}}]}""", "job_spec.worker_pool_specs[0]")]
    [InlineData("jobSpec", """{"workerPoolSpecs":[{"containerSpec":{"imageUri":"i"}}]}""", "job_spec.worker_pool_specs[0].machine_spec.machine_type")]
    [InlineData("jobSpec", """{"workerPoolSpecs":[{"containerSpec":{"imageUri":"i"},"machineSpec":{"machineType":"m"},"replicaCount":"2"}]}""", "job_spec.worker_pool_specs[0].replica_count")]
    public async Task What_the_service_refuses_is_named(string member, string value, string field)
    {
        await using var google = await GoogleCaller.Of(new CloudProject());
        var job = GoogleCaller.Job("digits");
        job[member] = JsonNode.Parse(value);

        var error = await google.Fail("POST", $"{GoogleCaller.Parent}/customJobs", job);

        Assert.Equal((400, "INVALID_ARGUMENT"), Short(error));
        Assert.Contains($"Field: {field};", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_the_service_sets_is_ignored_and_remembered()
    {
        var project = new CloudProject();
        await using var google = await GoogleCaller.Of(project);
        var job = GoogleCaller.Job("digits");
        job["state"] = "JOB_STATE_RUNNING";

        var created = await google.Call("POST", $"{GoogleCaller.Parent}/customJobs", job);

        Assert.Equal("JOB_STATE_QUEUED", created["state"]!.GetValue<string>());
        Assert.Equal(["CreateCustomJob: state: is set by the service alone"], project.Violations);
    }

    [Fact]
    public async Task Locations_have_their_own_jobs()
    {
        var project = new CloudProject(new() { Locations = ["europe-west4", "us-central1"] });
        project.FillWith(10);
        await using var google = await GoogleCaller.Of(project);

        Assert.Equal(5, (await google.All()).Count);
        Assert.Equal((404, "NOT_FOUND"), Short(await google.Fail("GET", "/v1/projects/ml-project-1/locations/mars/customJobs")));
        Assert.Equal((403, "PERMISSION_DENIED"), Short(await google.Fail("GET", "/v1/projects/other/locations/us-central1/customJobs")));
    }

    [Fact]
    public async Task A_tuning_job_s_trials_are_custom_jobs_and_stand_in_no_list()
    {
        var project = new CloudProject(new() { CheckAnswers = true });
        await using var google = await GoogleCaller.Of(project);
        var tuning = await google.Call("POST", $"{GoogleCaller.Parent}/hyperparameterTuningJobs", GoogleCaller.TuningJob("tune"));
        var path = $"/v1/{tuning["name"]!.GetValue<string>()}";
        project.Advance("tune", "RUNNING");
        project.SetMeasurement("tune", 1, new Dictionary<string, double> { ["loss"] = 0.25 });

        var trials = (await google.Call("GET", path))["trials"]!.AsArray();
        Assert.Equal(["REQUESTED", "REQUESTED"], trials.Select(trial => trial!["state"]!.GetValue<string>()));
        project.Advance("tune");

        var ended = await google.Call("GET", path);
        Assert.Equal("JOB_STATE_SUCCEEDED", ended["state"]!.GetValue<string>());
        trials = ended["trials"]!.AsArray();
        Assert.Equal(["1", "2", "3"], trials.Select(trial => trial!["id"]!.GetValue<string>()));
        Assert.Equal(0.25, trials[0]!["finalMeasurement"]!["metrics"]![0]!["value"]!.GetValue<double>());
        Assert.Equal(["lr", "layers", "width"], trials[0]!["parameters"]!.AsArray().Select(parameter => parameter!["parameterId"]!.GetValue<string>()));
        var job = await google.Call("GET", $"/v1/{trials[0]!["customJob"]!.GetValue<string>()}");
        Assert.Contains("--layers=1", job["jobSpec"]!["workerPoolSpecs"]![0]!["containerSpec"]!["args"]!.AsArray().Select(argument => argument!.GetValue<string>()));
        Assert.Null(Assert.Single(await google.All(collection: "hyperparameterTuningJobs"))["trials"]);
        Assert.Equal(3, (await google.All("labels.hyperparameter-tuning-job:*")).Count);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_tuning_job_ends_by_time_and_can_be_cancelled()
    {
        var project = new CloudProject(new() { Clock = _clock, JobSeconds = 10 });
        await using var google = await GoogleCaller.Of(project);
        async Task<string> Create(string name) => $"/v1/{(await google.Call("POST", $"{GoogleCaller.Parent}/hyperparameterTuningJobs", GoogleCaller.TuningJob(name)))["name"]!.GetValue<string>()}";
        var (first, second) = (await Create("first"), await Create("second"));
        _clock.Advance(TimeSpan.FromSeconds(5));
        await google.Call("POST", $"{second}:cancel", []);
        _clock.Advance(TimeSpan.FromSeconds(18.5));

        var done = await google.Call("GET", first);
        Assert.Equal("JOB_STATE_SUCCEEDED", done["state"]!.GetValue<string>());
        Assert.Equal("2026-11-01T12:00:23Z", done["endTime"]!.GetValue<string>());
        var cancelled = await google.Call("GET", second);
        Assert.Equal("JOB_STATE_CANCELLED", cancelled["state"]!.GetValue<string>());
        Assert.Equal(["INFEASIBLE", "INFEASIBLE"], cancelled["trials"]!.AsArray().Select(trial => trial!["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_pipeline_that_was_added_can_be_read_and_cancelled()
    {
        var project = new CloudProject();
        project.Add(new() { ["name"] = "projects/123456789012/locations/europe-west4/trainingPipelines/7", ["displayName"] = "old", ["trainingTaskDefinition"] = "gs://x/custom_task_1.0.0.yaml", ["state"] = "PIPELINE_STATE_RUNNING", ["createTime"] = "2022-01-01T00:00:00Z" });
        await using var google = await GoogleCaller.Of(project);

        await google.Call("POST", $"{GoogleCaller.Parent}/trainingPipelines/7:cancel", []);

        Assert.Equal("PIPELINE_STATE_CANCELLING", Assert.Single(await google.All("training_task_definition:\"*custom_task*\"", collection: "trainingPipelines"))["state"]!.GetValue<string>());
    }

    private static (int, string) Short((int Code, string Status, string Message) error) => (error.Code, error.Status);
}
