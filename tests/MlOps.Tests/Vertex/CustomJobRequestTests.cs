using System.Collections;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Requests;

namespace MlOps.Tests.Vertex;

public class CustomJobRequestTests
{
    private static readonly TrainingSpec s_full = VertexJobs.Spec with
    {
        Command = ["python", "train.py"],
        Hyperparameters = [new("lr", 0.1), new("dataset", new[] { "dogs", "cats" }), new("amp", true), new("debug", false)],
        Arguments = ["--data", "{input:train}", "$(nproc)"],
        InputData = new Dictionary<string, string> { ["train"] = "gs://data/digits/" },
        Environment = new Dictionary<string, string> { ["WHERE"] = "{output}" },
        Accelerator = "A100",
        AcceleratorCount = 8,
        InstanceCount = 3,
        Spot = true,
        MaxRuntime = TimeSpan.FromHours(2),
        MaxWait = TimeSpan.FromHours(3),
        Retries = 3,
        KeepAlive = TimeSpan.FromMinutes(10),
        VolumeSize = (200L << 30) + 1,
        Subnets = ["projects/123/global/networks/mine"],
        SecurityGroups = ["sg-1"],
        EncryptionKey = "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k",
        EncryptTraffic = true,
        IsolateNetwork = true,
        MetricPatterns = new Dictionary<string, string> { ["loss"] = @"loss=(?<value>\S+)" },
        Tags = new Dictionary<string, string> { ["team"] = "vision" },
    };

    [Fact]
    public void A_full_job_becomes_this_request()
    {
        const string pool = """
            {
              "containerSpec": {
                "imageUri": "europe-west4-docker.pkg.dev/my-project/ml/train:1",
                "command": ["python", "train.py"],
                "args": ["--lr", "0.1", "--dataset", "dogs", "--dataset", "cats", "--amp", "--data", "/gcs/data/digits", "$$(nproc)"],
                "env": [
                  { "name": "WHERE", "value": "/gcs/my-bucket/mlops/digits-1/output" },
                  { "name": "MLOPS_INPUT_TRAIN", "value": "/gcs/data/digits" },
                  { "name": "MLOPS_OUTPUT_DIR", "value": "/gcs/my-bucket/mlops/digits-1/output" },
                  { "name": "MLOPS_MODEL_DIR", "value": "/gcs/my-bucket/mlops/digits-1/model" },
                  { "name": "MLOPS_CHECKPOINT_DIR", "value": "/gcs/my-bucket/mlops/digits-1/checkpoints" },
                  { "name": "MLOPS_TENSORBOARD_DIR", "value": "/gcs/my-bucket/mlops/digits-1/logs" },
                  { "name": "MLOPS_JOB_NAME", "value": "digits-1" },
                  { "name": "MLOPS_PROVIDER", "value": "Vertex" },
                  { "name": "PYTHONUNBUFFERED", "value": "1" },
                  { "name": "MLOPS_HYPERPARAMETERS", "value": "{\"lr\":\"0.1\",\"dataset\":\"[\\\"dogs\\\",\\\"cats\\\"]\",\"amp\":\"true\",\"debug\":\"false\"}" },
                  { "name": "MLOPS_METRIC_PATTERNS", "value": "{\"loss\":\"loss=(?<value>\\\\S+)\"}" },
                  { "name": "MLOPS_INPUTS", "value": "{\"train\":\"gs://data/digits/\"}" }
                ]
              },
              "machineSpec": { "machineType": "a2-highgpu-8g", "acceleratorType": "NVIDIA_TESLA_A100", "acceleratorCount": 8 },
              "replicaCount": "COUNT",
              "diskSpec": { "bootDiskType": "pd-ssd", "bootDiskSizeGb": 201 }
            }
            """;
        var expected = JsonNode.Parse($$"""
            {
              "displayName": "digits-1",
              "jobSpec": {
                "workerPoolSpecs": [{{pool.Replace("COUNT", "1", StringComparison.Ordinal)}}, {{pool.Replace("COUNT", "2", StringComparison.Ordinal)}}],
                "scheduling": { "timeout": "7200s", "strategy": "SPOT", "maxWaitDuration": "3600s" },
                "serviceAccount": "trainer@my-project.iam.gserviceaccount.com",
                "network": "projects/123/global/networks/mine",
                "baseOutputDirectory": { "outputUriPrefix": "gs://my-bucket/mlops/digits-1/" }
              },
              "labels": { "team": "vision" },
              "encryptionSpec": { "kmsKeyName": "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k" }
            }
            """);
        var built = VertexJobs.Build(s_full);
        Assert.True(JsonNode.DeepEquals(expected, built.Document), CustomJobRequest.Text(built.Document));
        Assert.Empty(VertexJobs.Problems(built.Document));
        Assert.Equal(["RetryCount 3", "KeepAlive", "SecurityGroup", "EncryptTraffic", "IsolateNetwork"], built.Ignored.Select(text => text.Split(" (")[0]));
        Assert.Empty(built.Missing);
    }

    [Property(MaxTest = 300)]
    public Property Every_request_is_one_that_the_service_takes() => Prop.ForAll(VertexJobs.Specs.ToArbitrary(), spec =>
    {
        var problems = VertexJobs.Problems(VertexJobs.Request(spec));
        return (problems.Count == 0).Label(string.Join('\n', problems));
    });

    [Property(MaxTest = 300)]
    public Property The_container_gets_the_arguments_of_the_contract() => Prop.ForAll(VertexJobs.Specs.ToArbitrary(), spec =>
    {
        var container = VertexJobs.Pool(spec)["containerSpec"]!;
        var variables = container["env"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => (string)item!["value"]!);
        var (command, code) = CodeCopy.Split(Got(container["command"]));
        return command.Count == spec.Command.Count
            && (code is not null) == (spec.SourceDirectory is not null)
            && command.Concat(Got(container["args"])).SequenceEqual(TrainingContract.Arguments(spec, VertexPaths.Of(spec.InputData, $"gs://my-bucket/mlops/{spec.Name}/")));

        string[] Got(JsonNode? texts) => [.. (texts as JsonArray ?? []).Select(text => VariableReferences.Expand((string)text!, variables))];
    });

    [Fact]
    public void What_is_not_said_is_left_to_the_service()
    {
        var request = VertexJobs.Request(VertexJobs.Spec);
        Assert.Equal(["workerPoolSpecs", "serviceAccount", "baseOutputDirectory"], request["jobSpec"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["imageUri", "env"], VertexJobs.Pool(VertexJobs.Spec)["containerSpec"]!.AsObject().Select(member => member.Key));
        Assert.Equal("""{"machineType":"n1-standard-4"}""", VertexJobs.Pool(VertexJobs.Spec)["machineSpec"]!.ToJsonString());
        Assert.False(request.ContainsKey("labels"));
    }

    [Fact]
    public void Without_a_bucket_the_request_can_be_looked_at_and_not_be_sent()
    {
        var built = CustomJobRequest.Build(VertexJobs.Spec, new(null, null, null, null));
        var missing = Assert.Single(built.Missing);
        Assert.Equal(ErrorCode.NotConfigured, missing.Code);
        Assert.Contains("-VertexBucket", missing.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("/gcs/BUCKET/mlops/digits-1/model", CustomJobRequest.Text(built.Document), StringComparison.Ordinal);
        Assert.Empty(VertexJobs.Problems(built.Document));

        var given = VertexJobs.Spec with { ProviderOptions = Options(("JobSpec", new Hashtable { ["baseoutputdirectory"] = new Hashtable { ["outputuriprefix"] = "gs://b/x/" } })) };
        built = CustomJobRequest.Build(given, new(null, null, null, null));
        Assert.Empty(built.Missing);
        Assert.Contains("/gcs/b/x/model", CustomJobRequest.Text(built.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensorboard_needs_a_service_account()
    {
        var spec = VertexJobs.Spec with { ProviderOptions = Options(("jobSpec", new Hashtable { ["tensorboard"] = "projects/p/locations/l/tensorboards/1" })) };
        Assert.Empty(VertexJobs.Build(spec).Missing);
        Assert.Contains("-VertexServiceAccount", Assert.Single(CustomJobRequest.Build(spec, VertexJobs.Defaults with { ServiceAccount = null }).Missing).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_merged_last_and_into_every_pool()
    {
        var request = VertexJobs.Request(s_full with
        {
            ProviderOptions = Options(
                ("jobspec", new Hashtable
                {
                    ["SCHEDULING"] = new Hashtable { ["restartjobonworkerrestart"] = true, ["timeout"] = null },
                    ["workerPoolSpecs"] = new Hashtable { ["diskspec"] = new Hashtable { ["bootDiskSizeGb"] = 500 } },
                    ["persistentResourceId"] = "warm",
                }),
                ("labels", new Hashtable { ["Mine"] = "x" })),
        });
        var job = request["jobSpec"]!;
        Assert.Equal("""{"strategy":"SPOT","maxWaitDuration":"3600s","restartJobOnWorkerRestart":true}""", job["scheduling"]!.ToJsonString());
        Assert.Equal([500, 500], job["workerPoolSpecs"]!.AsArray().Select(pool => (int)pool!["diskSpec"]!["bootDiskSizeGb"]!));
        Assert.Equal("pd-ssd", (string)job["workerPoolSpecs"]![1]!["diskSpec"]!["bootDiskType"]!);
        Assert.Equal("warm", (string)job["persistentResourceId"]!);
        Assert.Equal("x", (string)request["labels"]!["Mine"]!);
    }

    [Theory]
    [InlineData("s3://b/x", "cannot read from S3", "Send-MlData 's3://b/x' gs://…")]
    [InlineData("/home/me/data", "Cloud Storage", "-InputData")]
    [InlineData("gs:///x", "Cloud Storage", "gs://")]
    public void Input_that_the_cloud_cannot_read_is_refused(string location, string message, string action)
    {
        var error = VertexJobs.Refused(VertexJobs.Spec with { InputData = new Dictionary<string, string> { ["train"] = location } });
        Assert.Contains("'train'", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(action, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_contradicts_itself_is_refused()
    {
        VertexJobs.Refused(VertexJobs.Spec with { MaxWait = TimeSpan.FromHours(1) });
        VertexJobs.Refused(VertexJobs.Spec with { Spot = true, MaxRuntime = TimeSpan.FromHours(2), MaxWait = TimeSpan.FromHours(1) });
        VertexJobs.Refused(VertexJobs.Spec with { Subnets = ["a", "b"] });
        VertexJobs.Refused(VertexJobs.Spec with { Image = null });
        VertexJobs.Refused(VertexJobs.Spec with { MetricPatterns = new Dictionary<string, string> { ["m"] = "(" } });
        Assert.Contains("123456789012.dkr.ecr", VertexJobs.Refused(VertexJobs.Spec with { Image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1" }).Message, StringComparison.Ordinal);
        Assert.Contains("AWS", VertexJobs.Refused(VertexJobs.Spec with { ExecutionRole = "arn:aws:iam::123456789012:role/x" }).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_networks_name_will_do_where_the_project_is_a_number()
    {
        var spec = VertexJobs.Spec with { Subnets = ["mine"] };
        Assert.Equal("projects/42/global/networks/mine", (string)CustomJobRequest.Build(spec, VertexJobs.Defaults with { Project = "42" }).Document["jobSpec"]!["network"]!);
        Assert.Contains("projects/PROJECT-NUMBER/global/networks", VertexJobs.Refused(spec).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_at_all_is_never_for_ever()
    {
        var scheduling = VertexJobs.Request(VertexJobs.Spec with { Spot = true, MaxRuntime = TimeSpan.FromHours(1), MaxWait = TimeSpan.FromHours(1) })["jobSpec"]!["scheduling"]!;
        Assert.Equal("1s", (string)scheduling["maxWaitDuration"]!);
        Assert.Equal("90s", (string)VertexJobs.Request(VertexJobs.Spec with { MaxRuntime = TimeSpan.FromSeconds(89.5) })["jobSpec"]!["scheduling"]!["timeout"]!);
    }

    [Fact]
    public void Labels_of_Google_itself_are_not_taken_over()
    {
        var built = VertexJobs.Build(VertexJobs.Spec with { Tags = new Dictionary<string, string> { ["aiplatform.googleapis.com/x"] = "1" } });
        Assert.Equal(["Tag aiplatform.googleapis.com/x"], built.Ignored);
        Assert.False(built.Document.ContainsKey("labels"));
    }

    [Fact]
    public void The_text_is_the_request_and_can_be_read()
    {
        var spec = s_full with { Arguments = ["é+<日本>'\"", "\u0001"] };
        var text = CustomJobRequest.Text(VertexJobs.Request(spec));
        Assert.Contains("é+<日本>'", text, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(VertexJobs.Request(spec), JsonNode.Parse(text)));
    }

    private static Dictionary<string, object?> Options(params (string Name, object? Value)[] options) => options.ToDictionary(option => option.Name, option => option.Value);
}
