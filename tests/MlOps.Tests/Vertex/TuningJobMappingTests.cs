using System.Text.Json;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Jobs;

namespace MlOps.Tests.Vertex;

public class TuningJobMappingTests
{
    private const string Search = """
        { "name": "projects/123/locations/europe-west4/hyperparameterTuningJobs/55", "displayName": "search", "state": "JOB_STATE_RUNNING", "createTime": "2026-11-23T10:00:00Z", "startTime": "2026-11-23T10:01:00Z",
          "studySpec": { "metrics": [{ "metricId": "loss", "goal": "MINIMIZE" }], "parameters": [{ "parameterId": "lr" }] }, "maxTrialCount": 60, "parallelTrialCount": 6,
          "trialJobSpec": { "workerPoolSpecs": [{ "machineSpec": { "machineType": "g2-standard-12" }, "replicaCount": "2", "containerSpec": { "imageUri": "img", "args": ["--epochs", "3"] } }], "baseOutputDirectory": { "outputUriPrefix": "gs://b/s/" } },
          "trials": [
            { "id": "1", "state": "SUCCEEDED", "parameters": [{ "parameterId": "lr", "value": 0.1 }, { "parameterId": "depth", "value": 3 }, { "parameterId": "kind", "value": "adam" }], "finalMeasurement": { "stepCount": "10", "metrics": [{ "metricId": "loss", "value": 0.5 }] }, "customJob": "projects/123/locations/europe-west4/customJobs/9001" },
            { "id": "2", "state": "SUCCEEDED", "finalMeasurement": { "metrics": [{ "metricId": "loss", "value": 0.7 }] } },
            { "id": "3", "state": "SUCCEEDED", "finalMeasurement": { "metrics": [{ "metricId": "loss", "value": "NaN" }] } },
            { "id": "4", "state": "INFEASIBLE", "finalMeasurement": { "metrics": [{ "metricId": "loss", "value": 0.1 }] } },
            { "id": "5", "state": "ACTIVE" }] }
        """;

    [Fact]
    public void A_tuning_job_has_its_best_trial()
    {
        var job = Read(Search);
        Assert.Equal((MlJobKind.Tuning, MlJobStatus.Running, "search"), (job.Kind, job.Status, job.Name));
        Assert.Equal(("loss", MlGoal.Minimize, 60, 6), (job.Objective, job.Goal, job.MaxTrials, job.MaxParallel));
        Assert.Equal("9001 (0.5)", job.BestTrial!.ToString());
        Assert.Equal("search", job.BestTrial.TuningJobName);
        Assert.Equal(["lr=0.1", "depth=3", "kind=adam"], job.BestTrial.Hyperparameter.Select(one => $"{one.Key}={HyperparameterText.Of("", one.Value!)}"));
        Assert.Equal((1, 3, 1, 0), (job.RunningTrials, job.SucceededTrials, job.FailedTrials, job.StoppedTrials));
        Assert.Equal(0.5, job.Metric["loss"]);
        Assert.Equal(("g2-standard-12", 2, "L4", 1), (job.InstanceType, job.InstanceCount, job.Accelerator, job.AcceleratorCount));
        Assert.Equal(("img", "gs://b/s"), (job.Image, job.OutputUri));
        Assert.Equal("https://console.cloud.google.com/agent-platform/locations/europe-west4/training/55?project=123", job.ConsoleUri);
    }

    [Fact]
    public void What_is_to_be_large_is_the_goal_that_is_not_said()
    {
        var job = Read(Search.Replace(""", "goal": "MINIMIZE" """.TrimEnd(), "", StringComparison.Ordinal));
        Assert.Equal((MlGoal.Maximize, "2 (0.7)"), (job.Goal, job.BestTrial!.ToString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "studySpec": {}, "trialJobSpec": {} }""")]
    public void A_document_of_a_list_has_no_trials(string json)
    {
        var job = Read(json);
        Assert.Null(job.BestTrial);
        Assert.Equal(("", "eu", 0), (job.Objective, job.Region, job.RunningTrials));
    }

    [Fact]
    public void A_search_is_read_back_as_it_was_started()
    {
        var spec = VertexTunings.Spec with
        {
            Job = VertexTunings.Spec.Job with
            {
                Hyperparameters = [new("epochs", 3L), new("amp", true)],
                Arguments = ["--to", "{output}/x", "$(nproc)"],
                InputData = new Dictionary<string, string> { ["train"] = "gs://data/digits/" },
                SourceDirectory = "gs://my-bucket/mlops/_code/1",
                Environment = new Dictionary<string, string> { ["WHERE"] = "{checkpoints}/y" },
            },
        };
        var job = VertexTunings.ReadBack(VertexTunings.Request(spec));
        Assert.Equal(["python", "train.py"], job.Command);
        Assert.Equal(spec.Job.Arguments, job.Argument);
        Assert.Equal([("epochs", (object?)3L), ("amp", true)], job.Hyperparameter.Select(one => (one.Key, one.Value)));
        Assert.Equal("gs://my-bucket/mlops/_code/1", job.SourceUri);
        Assert.Equal(["WHERE={checkpoints}/y"], job.Environment.Select(one => $"{one.Key}={one.Value}"));
        Assert.Equal([@"val_loss=([\d.e+-]+)"], job.MetricPattern.Values);
        Assert.Equal(("val_loss", MlGoal.Minimize, 20, 1, "gs://my-bucket/mlops/t"), (job.Objective, job.Goal, job.MaxTrials, job.MaxParallel, job.OutputUri));
    }

    [Fact]
    public void Trials_are_as_full_as_the_document()
    {
        var request = VertexTunings.Request(VertexTunings.Spec with
        {
            Space = VertexTunings.Space(
                ("lr", VertexTunings.Range(1e-5, 1)),
                ("depth", VertexTunings.Integer(1, 9)),
                ("size", VertexTunings.Integer(16, 64, 16)),
                ("--part", new MlRange { Low = 0, High = 1, Step = 0.5 }),
                ("kind", VertexTunings.Choice(16, "16", true, null, "adam", 0.5))),
        });
        var trials = VertexTunings.Trials(request, """
            [
              { "id": "1", "state": "SUCCEEDED", "startTime": "2026-11-23T10:01:00Z", "endTime": "2026-11-23T10:02:30Z", "customJob": "projects/123/locations/europe-west4/customJobs/9001",
                "parameters": [{ "parameterId": "kind", "value": "\"16\"" }, { "parameterId": "lr", "value": 1 }, { "parameterId": "depth", "value": 3.0 }, { "parameterId": "size", "value": 32 }, { "parameterId": "part", "value": 1 }],
                "finalMeasurement": { "stepCount": "10", "elapsedDuration": "60s", "metrics": [{ "metricId": "val_loss", "value": 0.5 }, { "metricId": "other", "value": 7 }] } },
              { "id": "2", "state": "INFEASIBLE", "infeasibleReason": "No measurement.", "parameters": [{ "parameterId": "kind", "value": "16" }] },
              { "id": "3", "state": "REQUESTED", "parameters": [{ "parameterId": "kind", "value": "true" }] },
              { "id": "4", "state": "ACTIVE", "parameters": [{ "parameterId": "kind", "value": "null" }] },
              { "id": "5", "state": "STOPPING", "parameters": [{ "parameterId": "kind", "value": "adam" }] },
              { "id": "6", "state": "SUCCEEDED", "parameters": [{ "parameterId": "kind", "value": "0.5" }] }
            ]
            """);
        var first = trials[0];
        Assert.Equal(("Vertex", "t", "9001", 1, "projects/123/locations/europe-west4/customJobs/9001"), (first.Provider, first.TuningJobName, first.Name, first.Number, first.Id));
        Assert.Equal([("lr", (object?)1.0), ("depth", 3L), ("size", 32L), ("part", 1.0), ("kind", "16")], first.Hyperparameter.Select(one => (one.Key, one.Value)));
        Assert.Equal(("val_loss", 0.5, 10L, "SUCCEEDED", "europe-west4"), (first.Objective, first.Value, first.Step, first.ProviderStatus, first.Region));
        Assert.Equal(TimeSpan.FromSeconds(90), first.Duration);
        Assert.Equal("10", ((IReadOnlyDictionary<string, object?>)((IReadOnlyDictionary<string, object?>)first.Raw!)["finalMeasurement"]!)["stepCount"]);
        Assert.Equal(
            [MlTrialStatus.Succeeded, MlTrialStatus.Failed, MlTrialStatus.Pending, MlTrialStatus.Running, MlTrialStatus.Running, MlTrialStatus.Failed],
            trials.Select(trial => trial.Status));
        Assert.Equal("No measurement.", trials[1].StatusMessage);
        Assert.Equal([16L, true, null, "adam", 0.5], trials.Skip(1).Select(trial => trial.Hyperparameter["kind"]));
        Assert.Equal(first.ToString(), VertexTunings.ReadBack(request, $"[{System.Text.Json.Nodes.JsonNode.Parse("""{ "id": "1", "state": "SUCCEEDED", "customJob": "projects/1/locations/l/customJobs/9001", "finalMeasurement": { "metrics": [{ "metricId": "val_loss", "value": 0.5 }] } }""")!.ToJsonString()}]").BestTrial!.ToString());
    }

    [Fact]
    public void A_trial_that_a_search_has_left_behind_was_stopped()
    {
        var trial = Assert.Single(new TrialMapping(JsonSerializer.Deserialize("""{ "displayName": "s", "state": "JOB_STATE_CANCELLED", "trials": [{ "id": "1", "state": "ACTIVE" }] }""", VertexJson.Default.TuningJobDocument)!, "eu").Trials());
        Assert.Equal((MlTrialStatus.Stopped, "eu", "1"), (trial.Status, trial.Region, trial.Name));
    }

    [Fact]
    public void The_category_of_somebody_else_is_a_text() =>
        Assert.Equal("16", Read(Search.Replace("{ \"parameterId\": \"lr\" }", "{ \"parameterId\": \"kind\", \"categoricalValueSpec\": { \"values\": [\"16\"] } }", StringComparison.Ordinal).Replace("adam", "16", StringComparison.Ordinal)).BestTrial!.Hyperparameter["kind"]);

    private static MlTuningJob Read(string json) => TuningJobMapping.ToJob(JsonSerializer.Deserialize(json, VertexJson.Default.TuningJobDocument)!, null, "eu");
}
