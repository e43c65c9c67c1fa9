using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Vertex;

public class CustomJobMappingTests
{
    [Property(MaxTest = 1000)]
    public Property A_job_read_back_is_the_job_that_was_started() => Prop.ForAll(VertexJobs.Specs.ToArbitrary(), spec =>
    {
        var job = VertexJobs.ReadBack(spec);
        return (job.Name == spec.Name).Label("name")
            .And(job.Command.SequenceEqual(spec.Command).Label($"command {Shown(job.Command)}"))
            .And(job.Argument.SequenceEqual(spec.Arguments).Label($"arguments {Shown(job.Argument)} and not {Shown(spec.Arguments)}"))
            .And((Shown(job.Hyperparameter) == Shown(spec.Hyperparameters)).Label($"hyperparameters {Shown(job.Hyperparameter)} and not {Shown(spec.Hyperparameters)}"))
            .And(Same(job.Environment, spec.Environment).Label("environment"))
            .And(Same(job.Tag, spec.Tags).Label("tags"))
            .And(Same(job.InputData, spec.InputData).Label("inputs"))
            .And((job.SourceUri == (spec.SourceDirectory ?? "")).Label("code"))
            .And(Same(job.MetricPattern, spec.MetricPatterns).Label("patterns"));
    });

    [Property(MaxTest = 300)]
    public Property A_job_started_again_is_the_same_request() => Prop.ForAll(VertexJobs.Specs.ToArbitrary(), spec =>
    {
        var first = VertexJobs.Request(spec);
        var again = VertexJobs.Request(SageMaker.Jobs.Again(VertexJobs.ReadBack(first), spec with { Retries = null }));
        return (again.ToJsonString() == first.ToJsonString()).Label($"{again.ToJsonString()} and not {first.ToJsonString()}");
    });

    [Fact]
    public void A_job_of_someone_else_is_read_as_it_is()
    {
        var job = VertexJobs.Read("""
            { "name": "projects/123/locations/europe-west4/customJobs/987", "displayName": "Their job ü", "state": "JOB_STATE_FAILED",
              "createTime": "2026-11-23T10:00:00.123456789Z", "startTime": "2026-11-23T10:05:00Z", "endTime": "2026-11-23T11:05:00Z", "updateTime": "2026-11-23T11:06:00Z",
              "error": { "code": 3, "message": "The replica workerpool0-0 exited with a non-zero status of 1.\u001b[31m" },
              "labels": { "team": "vision" },
              "jobSpec": {
                "workerPoolSpecs": [
                  { "machineSpec": { "machineType": "n1-standard-8", "acceleratorType": "NVIDIA_TESLA_T4", "acceleratorCount": 2 }, "replicaCount": "1",
                    "containerSpec": { "imageUri": "gcr.io/p/i", "command": ["python"], "args": ["--out=$(AIP_MODEL_DIR)", "--host=$(HOST)", "$$(HOST)", "--p", "$(PORT)", "--x=/gcs/b/r/checkpoints/1"],
                      "env": [{ "name": "PORT", "value": "80" }, { "name": "ADDRESS", "value": "$(AIP_CHECKPOINT_DIR):$(PORT)" }, { "name": "EMPTY" }] } },
                  {},
                  { "machineSpec": { "machineType": "n1-highmem-2" }, "replicaCount": "3", "containerSpec": { "imageUri": "gcr.io/p/other" } }],
                "scheduling": { "timeout": "604800s", "strategy": "LOW_COST" },
                "baseOutputDirectory": { "outputUriPrefix": "gs://b/r/" } } }
            """);
        Assert.Equal(("Vertex", "Their job ü", "projects/123/locations/europe-west4/customJobs/987", MlJobKind.Training), (job.Provider, job.Name, job.Id, job.Kind));
        Assert.Equal((MlJobStatus.Failed, "FAILED"), (job.Status, job.ProviderStatus));
        Assert.StartsWith("The replica workerpool0-0 exited with a non-zero status of 1.", job.StatusMessage, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', job.StatusMessage);
        Assert.Equal(TimeSpan.FromHours(1), job.Duration);
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T10:00:00.1234567Z", null), job.CreatedAt);
        Assert.Equal(("gcr.io/p/i", "python"), (job.Image, Assert.Single(job.Command)));
        Assert.Equal(["--out=gs://b/r/model/", "--host=$(HOST)", "$(HOST)", "--p", "80", "--x={checkpoints}/1"], job.Argument);
        Assert.Equal(["PORT=80", "ADDRESS=gs://b/r/checkpoints/:80", "EMPTY="], job.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        Assert.Equal(("n1-standard-8,n1-highmem-2", 4, "T4", 2), (job.InstanceType, job.InstanceCount, job.Accelerator, job.AcceleratorCount));
        Assert.True(job.Spot);
        Assert.Equal(TimeSpan.FromDays(7), job.MaxRuntime);
        Assert.Equal(("gs://b/r", "gs://b/r/checkpoints"), (job.OutputUri, job.CheckpointUri));
        Assert.Equal("vision", job.Tag["team"]);
        Assert.Equal("europe-west4", job.Region);
        Assert.Equal("https://console.cloud.google.com/agent-platform/locations/europe-west4/training/987?project=123", job.ConsoleUri);
    }

    [Fact]
    public void A_python_package_is_shown_as_what_is_run_for_it()
    {
        var job = VertexJobs.Read("""
            { "displayName": "p", "jobSpec": { "workerPoolSpecs": [{ "machineSpec": { "machineType": "a2-highgpu-4g" }, "replicaCount": "1",
              "pythonPackageSpec": { "executorImageUri": "europe-docker.pkg.dev/vertex-ai/training/pytorch", "packageUris": ["gs://b/p.tar.gz"], "pythonModule": "trainer.task", "args": ["--epochs", "3"], "env": [{ "name": "A", "value": "1" }] } }] } }
            """);
        Assert.Equal("europe-docker.pkg.dev/vertex-ai/training/pytorch", job.Image);
        Assert.Equal(["python3", "-m", "trainer.task"], job.Command);
        Assert.Equal(["--epochs", "3"], job.Argument);
        Assert.Equal("1", job.Environment["A"]);
        Assert.Equal(("A100", 4), (job.Accelerator, job.AcceleratorCount));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "jobSpec": {} }""")]
    [InlineData("""{ "jobSpec": { "workerPoolSpecs": [{}] } }""")]
    [InlineData("""{ "jobSpec": { "workerPoolSpecs": [{ "containerSpec": { "env": [{ "name": "MLOPS_HYPERPARAMETERS", "value": "[1" }, { "name": "MLOPS_INPUTS", "value": "{\"a b\":\"gs://b\",\"c\":3}" }] } }] } }""")]
    public void What_a_document_does_not_say_is_left_empty(string json)
    {
        var job = VertexJobs.Read(json);
        Assert.Equal(("", "", "us-central1", 1, ""), (job.Name, job.Id, job.Region, job.InstanceCount, job.ConsoleUri));
        Assert.Empty(job.Hyperparameter);
        Assert.Empty(job.InputData);
        Assert.Empty(job.Environment);
        Assert.Null(job.EndedAt);
    }

    [Theory]
    [InlineData("QUEUED", MlJobStatus.Pending)]
    [InlineData("PENDING", MlJobStatus.Pending)]
    [InlineData("RUNNING", MlJobStatus.Running)]
    [InlineData("UPDATING", MlJobStatus.Running)]
    [InlineData("PAUSED", MlJobStatus.Running)]
    [InlineData("CANCELLING", MlJobStatus.Stopping)]
    [InlineData("SUCCEEDED", MlJobStatus.Succeeded)]
    [InlineData("PARTIALLY_SUCCEEDED", MlJobStatus.Succeeded)]
    [InlineData("FAILED", MlJobStatus.Failed)]
    [InlineData("CANCELLED", MlJobStatus.Stopped)]
    [InlineData("EXPIRED", MlJobStatus.Stopped)]
    [InlineData("DREAMING", MlJobStatus.Running)]
    public void A_status_has_a_word_of_ours(string word, MlJobStatus expected)
    {
        var job = VertexJobs.Read($$"""{ "state": "JOB_STATE_{{word}}" }""");
        Assert.Equal((expected, word), (job.Status, job.ProviderStatus));
    }

    [Fact]
    public void An_unknown_word_is_an_end_where_there_is_one() =>
        Assert.Equal(MlJobStatus.Stopped, VertexJobs.Read("""{ "state": "JOB_STATE_DREAMING", "endTime": "2026-11-23T11:05:00Z" }""").Status);

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(entry => right.GetValueOrDefault(entry.Key) == entry.Value);

    private static string Shown(IEnumerable<string> texts) => SageMaker.Jobs.Shown(texts);

    // The order of those that are not rendered is kept too.
    private static string Shown(IEnumerable<KeyValuePair<string, object?>> hyperparameters) =>
        string.Join(' ', hyperparameters.Select(entry => $"[{entry.Key}, {SageMaker.Jobs.Shown(entry.Value)}]"));

    [Fact]
    public void The_job_of_a_trial_is_shown_as_if_it_had_been_started_alone()
    {
        var spec = VertexTunings.Spec with
        {
            Job = VertexTunings.Spec.Job with { Hyperparameters = [new("epochs", 3L)], Arguments = ["--to", "{output}/x"], SourceDirectory = "gs://my-bucket/mlops/_code/1" },
            Space = VertexTunings.Space(("lr", VertexTunings.Range(0, 1)), ("n", VertexTunings.Integer(1, 9)), ("amp", VertexTunings.Choice(true, false)), ("kind", VertexTunings.Choice("16", "-b"))),
        };
        var tuning = VertexTunings.Request(spec);
        VertexTunings.Container(tuning)["args"]!.AsArray().Add("--kind=\"16\"");
        foreach (var argument in new[] { "--n", "4.0", "--lr=1e-05", "--amp=true", "--unknown=1" })
        {
            VertexTunings.Container(tuning)["args"]!.AsArray().Add(argument);
        }

        var job = VertexJobs.ReadBack(new JsonObject { ["displayName"] = "t-1", ["jobSpec"] = tuning["trialJobSpec"]!.DeepClone() });
        Assert.Equal(["python", "train.py"], job.Command);
        Assert.Equal([("epochs", (object?)3L), ("lr", 1e-5), ("n", 4L), ("amp", true), ("kind", "16")], job.Hyperparameter.Select(one => (one.Key, one.Value)));
        Assert.Equal(["--to", "{output}/x", "--unknown=1"], job.Argument);
        Assert.Equal("gs://my-bucket/mlops/_code/1", job.SourceUri);
        Assert.Empty(job.Environment);
    }
}
