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

    private static MlTuningJob Read(string json) => TuningJobMapping.ToJob(JsonSerializer.Deserialize(json, VertexJson.Default.TuningJobDocument)!, null, "eu");
}
