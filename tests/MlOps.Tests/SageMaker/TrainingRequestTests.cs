using System.Collections;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Requests;
using MlOps.StandIn.Contracts;

namespace MlOps.Tests.SageMaker;

public class TrainingRequestTests
{
    private static readonly TrainingSpec s_full = Jobs.Spec with
    {
        Command = ["python", "train.py"],
        Hyperparameters = [new("lr", 0.1), new("dataset", new[] { "dogs", "cats" }), new("amp", true), new("debug", false)],
        Arguments = ["--data", "{input:train}"],
        InputData = new Dictionary<string, string> { ["train"] = "s3://data/digits" },
        Environment = new Dictionary<string, string> { ["WHERE"] = "{output}" },
        Accelerator = "A100",
        AcceleratorCount = 8,
        InstanceCount = 2,
        Spot = true,
        MaxRuntime = TimeSpan.FromHours(2),
        Retries = 3,
        KeepAlive = TimeSpan.FromMinutes(10),
        VolumeSize = (100L << 30) + 1,
        Subnets = ["subnet-1"],
        SecurityGroups = ["sg-1"],
        EncryptionKey = "alias/mine",
        EncryptTraffic = true,
        IsolateNetwork = true,
        MetricPatterns = new Dictionary<string, string> { ["loss"] = @"step=(?<step>\d+) loss=(?<value>\S+)" },
        Tags = new Dictionary<string, string> { ["team"] = "vision" },
    };

    [Fact]
    public void A_full_job_becomes_this_request()
    {
        var expected = JsonNode.Parse("""
            {
              "TrainingJobName": "digits-1",
              "AlgorithmSpecification": {
                "TrainingImage": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1",
                "TrainingInputMode": "File",
                "ContainerEntrypoint": ["python", "train.py"],
                "ContainerArguments": ["--lr", "0.1", "--dataset", "dogs", "--dataset", "cats", "--amp", "--data", "/opt/ml/input/data/train"],
                "MetricDefinitions": [{ "Name": "loss", "Regex": "step=(?:\\d+) loss=(\\S+)" }]
              },
              "RoleArn": "arn:aws:iam::123456789012:role/SageMaker",
              "HyperParameters": { "lr": "0.1", "dataset": "[\"dogs\",\"cats\"]", "amp": "true", "debug": "false" },
              "Environment": {
                "WHERE": "/opt/ml/output/data",
                "MLOPS_INPUT_TRAIN": "/opt/ml/input/data/train",
                "MLOPS_OUTPUT_DIR": "/opt/ml/output/data",
                "MLOPS_MODEL_DIR": "/opt/ml/model",
                "MLOPS_CHECKPOINT_DIR": "/opt/ml/checkpoints",
                "MLOPS_TENSORBOARD_DIR": "/opt/ml/output/tensorboard",
                "MLOPS_JOB_NAME": "digits-1",
                "MLOPS_PROVIDER": "SageMaker",
                "PYTHONUNBUFFERED": "1"
              },
              "InputDataConfig": [{
                "ChannelName": "train",
                "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://data/digits", "S3DataDistributionType": "FullyReplicated" } }
              }],
              "OutputDataConfig": { "S3OutputPath": "s3://my-bucket/mlops", "CompressionType": "NONE", "KmsKeyId": "alias/mine" },
              "CheckpointConfig": { "S3Uri": "s3://my-bucket/mlops/digits-1/checkpoints", "LocalPath": "/opt/ml/checkpoints" },
              "TensorBoardOutputConfig": { "S3OutputPath": "s3://my-bucket/mlops/digits-1/logs", "LocalPath": "/opt/ml/output/tensorboard" },
              "ResourceConfig": {
                "InstanceType": "ml.p4d.24xlarge", "InstanceCount": 2, "VolumeSizeInGB": 101, "VolumeKmsKeyId": "alias/mine", "KeepAlivePeriodInSeconds": 600
              },
              "StoppingCondition": { "MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 93600 },
              "RetryStrategy": { "MaximumRetryAttempts": 3 },
              "VpcConfig": { "SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"] },
              "EnableManagedSpotTraining": true,
              "EnableNetworkIsolation": true,
              "EnableInterContainerTrafficEncryption": true,
              "Tags": [{ "Key": "team", "Value": "vision" }]
            }
            """);
        var request = Jobs.Request(s_full);
        Assert.True(JsonNode.DeepEquals(expected, request), RequestParts.Text(request));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateTrainingJob", request));
    }

    [Property(MaxTest = 300)]
    public Property Every_request_is_one_that_the_service_takes() => Prop.ForAll(Jobs.Specs.ToArbitrary(), spec =>
    {
        var problems = WireContract.SageMaker.CheckInput("CreateTrainingJob", Jobs.Request(spec));
        return (problems.Count == 0).Label(string.Join('\n', problems));
    });

    [Property(MaxTest = 300)]
    public Property The_container_gets_the_arguments_of_the_contract() => Prop.ForAll(Jobs.Specs.ToArbitrary(), spec =>
    {
        var algorithm = Jobs.Request(spec)["AlgorithmSpecification"]!;
        var entrypoint = algorithm["ContainerEntrypoint"]?.AsArray().Select(item => (string)item!) ?? [];
        var arguments = algorithm["ContainerArguments"]?.AsArray().Select(item => (string)item!) ?? [];
        var (command, code) = CodeCopy.Split([.. entrypoint]);
        return command.Count == spec.Command.Count
            && (code is not null) == (spec.SourceDirectory is not null)
            && command.Concat(arguments).SequenceEqual(TrainingContract.Arguments(spec, SageMakerPaths.Of(spec.InputData)));
    });

    [Fact]
    public void A_job_without_a_command_leaves_the_images_own()
    {
        var algorithm = Jobs.Request(Jobs.Spec)["AlgorithmSpecification"]!.AsObject();
        Assert.False(algorithm.ContainsKey("ContainerEntrypoint"));
        Assert.False(algorithm.ContainsKey("ContainerArguments"));

        algorithm = Jobs.Request(Jobs.Spec with { Arguments = ["--x"] })["AlgorithmSpecification"]!.AsObject();
        Assert.False(algorithm.ContainsKey("ContainerEntrypoint"));
        Assert.Equal("""["--x"]""", algorithm["ContainerArguments"]!.ToJsonString());
    }

    [Fact]
    public void What_is_not_set_is_missing_and_left_out()
    {
        var built = TrainingRequest.Build(Jobs.Spec, new(null, null));
        Assert.Equal([ErrorCode.NotConfigured, ErrorCode.NotConfigured], built.Missing.Select(missing => missing.Code));
        Assert.Contains("-SageMakerRole", built.Missing[0].RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-SageMakerBucket", built.Missing[1].RecommendedAction, StringComparison.Ordinal);
        Assert.False(built.Document.ContainsKey("RoleArn"));
        Assert.False(built.Document.ContainsKey("CheckpointConfig"));
        Assert.False(built.Document["OutputDataConfig"]!.AsObject().ContainsKey("S3OutputPath"));

        Assert.Empty(TrainingRequest.Build(Jobs.Spec with { ExecutionRole = Jobs.Defaults.Role, ProviderOptions = Options(("OutputDataConfig", new Hashtable { ["S3OutputPath"] = "s3://b/x/" })) }, new(null, null)).Missing);
    }

    [Fact]
    public void A_machine_is_named_or_picked_or_the_default()
    {
        Assert.Equal("ml.m5.xlarge", Machine(Jobs.Spec));
        Assert.Equal("ml.g5.xlarge", Machine(Jobs.Spec with { InstanceType = "ml.g5.xlarge" }));
        Assert.Equal("ml.g5.xlarge", Machine(Jobs.Spec with { InstanceType = "ml.g5.xlarge", Accelerator = "a10g", AcceleratorCount = 1 }));
        Assert.Equal("ml.z9.huge", Machine(Jobs.Spec with { InstanceType = "ml.z9.huge", Accelerator = "Q1" }));
        Assert.Contains("ml.g5.xlarge", Jobs.Refused(Jobs.Spec with { InstanceType = "g5.xlarge" }).RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("A10G", Jobs.Refused(Jobs.Spec with { InstanceType = "ml.g5.xlarge", Accelerator = "A100" }).Message, StringComparison.Ordinal);
        Assert.Contains("2 ×", Jobs.Refused(Jobs.Spec with { InstanceType = "ml.g5.xlarge", AcceleratorCount = 2 }).Message, StringComparison.Ordinal);
        Jobs.Refused(Jobs.Spec with { InstanceType = "ml.m5.xlarge,ml.m5.large" });
        Jobs.Refused(Jobs.Spec with { AcceleratorCount = 2 });
        Jobs.Refused(Jobs.Spec with { Accelerator = "Abacus" });

        static string Machine(TrainingSpec spec) => (string)Jobs.Request(spec)["ResourceConfig"]!["InstanceType"]!;
    }

    [Theory]
    [InlineData(null, null, 86400, 172800)]
    [InlineData(60, null, 60, 86460)]
    [InlineData(60, 60, 60, 60)]
    [InlineData(2419200, null, 2419200, 2419200)]
    [InlineData(2400000, null, 2400000, 2419200)]
    public void Spot_capacity_is_waited_for(int? run, int? wait, int expectedRun, int expectedWait)
    {
        var spec = Jobs.Spec with { Spot = true, MaxRuntime = Seconds(run), MaxWait = Seconds(wait) };
        var condition = Jobs.Request(spec)["StoppingCondition"]!;
        Assert.Equal(expectedRun, (int)condition["MaxRuntimeInSeconds"]!);
        Assert.Equal(expectedWait, (int)condition["MaxWaitTimeInSeconds"]!);

        static TimeSpan? Seconds(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
    }

    [Fact]
    public void What_contradicts_itself_is_refused()
    {
        Jobs.Refused(Jobs.Spec with { MaxWait = TimeSpan.FromHours(1) });
        Jobs.Refused(Jobs.Spec with { Spot = true, MaxWait = TimeSpan.FromHours(1) });
        Jobs.Refused(Jobs.Spec with { Subnets = ["subnet-1"] });
        Jobs.Refused(Jobs.Spec with { SecurityGroups = ["sg-1"] });
        Jobs.Refused(Jobs.Spec with { Image = null });
    }

    [Theory]
    [InlineData("gs://b/x", "cannot read from Google Cloud Storage", "Send-MlData 'gs://b/x' s3://…")]
    [InlineData("/home/me/data", "reads its input from S3", "s3://…")]
    [InlineData("https://example.com/x", "reads its input from S3", "s3://…")]
    public void Input_that_the_cloud_cannot_read_is_refused(string location, string message, string action)
    {
        var error = Jobs.Refused(Jobs.Spec with { InputData = new Dictionary<string, string> { ["train"] = location } });
        Assert.Contains("'train'", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(action, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"loss=([\d.]+)", @"loss=([\d.]+)")]
    [InlineData(@"(a|b) loss=(?<value>\S+)", @"(?:a|b) loss=(\S+)")]
    [InlineData(@"(?<step>\d+) (\S+) (x)?", @"(?:\d+) (\S+) (?:x)?")]
    [InlineData(@"(?'value'x)(?:y)(?=z)(?<=a)(?<!b)", @"(x)(?:y)(?=z)(?<=a)(?<!b)")]
    [InlineData(@"\(x\) [(] []()] [^](] (v)", @"\(x\) [(] []()] [^](] (v)")]
    [InlineData(@"(?<a>x)(y)", @"(?:x)(y)")]
    public void The_value_becomes_the_only_group_of_a_metrics_pattern(string pattern, string expected) => Assert.Equal(expected, MetricRegex.Of("loss", pattern));

    [Fact]
    public void A_pattern_that_cannot_be_written_so_is_refused() =>
        Assert.Throws<MlOpsException>(() => MetricRegex.Of("loss", @"(?<q>['""])(?<value>\d+)\k<q>"));

    [Fact]
    public void Options_are_merged_last_and_untouched()
    {
        var request = Jobs.Request(s_full with
        {
            ProviderOptions = Options(
                ("resourceconfig", new Hashtable { ["volumesizeingb"] = 7, ["TrainingPlanArn"] = "arn:x" }),
                ("ENVIRONMENT", new Hashtable { ["where"] = "there", ["MLOPS_JOB_NAME"] = null }),
                ("Tags", new object?[] { new Hashtable { ["key"] = "k", ["value"] = "v" } }),
                ("RetryStrategy", null),
                ("EnableNetworkIsolation", false),
                ("NewThing", new Hashtable { ["inNer"] = new object?[] { 1, 2.5, true, null, "x" } })),
        });
        Assert.Equal(7, (int)request["ResourceConfig"]!["VolumeSizeInGB"]!);
        Assert.Equal("arn:x", (string)request["ResourceConfig"]!["TrainingPlanArn"]!);
        Assert.Equal("ml.p4d.24xlarge", (string)request["ResourceConfig"]!["InstanceType"]!);
        Assert.Equal("there", (string)request["Environment"]!["where"]!);
        Assert.Equal("/opt/ml/output/data", (string)request["Environment"]!["WHERE"]!);
        Assert.Null(request["Environment"]!["MLOPS_JOB_NAME"]);
        Assert.Equal("""[{"Value":"v","Key":"k"}]""".Length, request["Tags"]!.ToJsonString().Length);
        Assert.Equal("k", (string)request["Tags"]![0]!["Key"]!);
        Assert.False(request.ContainsKey("RetryStrategy"));
        Assert.False((bool)request["EnableNetworkIsolation"]!);
        Assert.Equal("""{"inNer":[1,2.5,true,null,"x"]}""", request["NewThing"]!.ToJsonString());
    }

    [Fact]
    public void Options_can_bring_what_the_job_does_not_name()
    {
        var algorithm = Jobs.Request(Jobs.Spec with { Image = null, ProviderOptions = Options(("AlgorithmSpecification", new Hashtable { ["AlgorithmName"] = "mine" })) });
        Assert.Equal("mine", (string)algorithm["AlgorithmSpecification"]!["AlgorithmName"]!);

        var groups = new object?[] { new Hashtable { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1, ["InstanceGroupName"] = "a" } };
        var resources = Jobs.Request(Jobs.Spec with { ProviderOptions = Options(("ResourceConfig", new Hashtable { ["InstanceGroups"] = groups })) })["ResourceConfig"]!.AsObject();
        Assert.False(resources.ContainsKey("InstanceType"));

        var serverless = Jobs.Request(Jobs.Spec with { Image = null, ProviderOptions = Options(("ServerlessJobConfig", new Hashtable { ["JobType"] = "FineTuning" })) });
        Assert.False(serverless.ContainsKey("AlgorithmSpecification"));
    }

    [Fact]
    public void The_text_is_the_request_and_can_be_read()
    {
        var spec = s_full with { Arguments = ["é+<日本>'\"", "\u0001"] };
        var text = RequestParts.Text(Jobs.Request(spec));
        Assert.Contains("é+<日本>'", text, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Jobs.Request(spec), JsonNode.Parse(text)));
    }

    [Fact]
    public void Tags_of_AWS_itself_are_not_taken_over()
    {
        var built = Jobs.Build(Jobs.Spec with { Tags = new Dictionary<string, string> { ["aws:x"] = "1" } });
        Assert.Equal(["Tag aws:x"], built.Ignored);
        Assert.False(built.Document.ContainsKey("Tags"));
    }

    private static Dictionary<string, object?> Options(params (string Name, object? Value)[] options) => options.ToDictionary(option => option.Name, option => option.Value);
}
