using System.Collections;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Requests;
using MlOps.StandIn.Contracts;
using static MlOps.Tests.SageMaker.Searches;

namespace MlOps.Tests.SageMaker;

public class TuningRequestTests
{
    private static readonly TuningSpec s_full = new()
    {
        Job = Job with
        {
            Command = ["python", "train.py"],
            Hyperparameters = [new("epochs", 10), new("dataset", new[] { "dogs", "cats" }), new("amp", true), new("mode", "true"), new("data", "{input:train}")],
            Arguments = ["--out", "{output}", "-v"],
            ArgumentStyle = ArgumentStyle.Equals,
            InputData = new Dictionary<string, string> { ["train"] = "s3://data/digits" },
            Environment = new Dictionary<string, string> { ["WHERE"] = "{tensorboard}" },
            Accelerator = "A100",
            AcceleratorCount = 8,
            Spot = true,
            MaxRuntime = TimeSpan.FromHours(2),
            Retries = 3,
            KeepAlive = TimeSpan.FromMinutes(10),
            Subnets = ["subnet-1"],
            SecurityGroups = ["sg-1"],
            EncryptionKey = "alias/mine",
            EncryptTraffic = true,
            IsolateNetwork = true,
            Tags = new Dictionary<string, string> { ["team"] = "vision", ["aws:x"] = "y" },
        },
        Space = Space(
            ("lr", new MlRange { Low = 1e-5, High = 0.1, Scale = MlRangeScale.Log }),
            ("momentum", new MlRange { Low = 0, High = 0.999, Scale = MlRangeScale.ReverseLog }),
            ("dropout", Float(0.1, 1)),
            ("depth", Integer(-2, 1L << 53)),
            ("width", new MlRange { Low = 1, High = 1024, IsInteger = true, Scale = MlRangeScale.Log }),
            ("loss", new object?[] { "l2", "smooth_l1" }),
            ("flag", new object?[] { true, false, null }),
            ("weird", new object?[] { "false", "[", 1.10m }),
            ("one", Float(0.5, 0.5))),
        Metric = "val_loss",
        Goal = MlGoal.Maximize,
        Strategy = MlTuningStrategy.Bayesian,
        EarlyStopping = MlEarlyStopping.Median,
        MaxTrials = 60,
        MaxParallel = 6,
        MaxDuration = TimeSpan.FromHours(10),
        TargetValue = 0.9,
        MaxTrialsWithoutImprovement = 3,
        StopOnConvergence = true,
        Seed = 42,
        WarmStartFrom = ["a", "b-2"],
        WarmStart = MlWarmStart.TransferLearning,
    };

    [Fact]
    public void A_full_search_becomes_this_request()
    {
        var expected = JsonNode.Parse("""
            {
              "HyperParameterTuningJobName": "search",
              "HyperParameterTuningJobConfig": {
                "Strategy": "Bayesian",
                "HyperParameterTuningJobObjective": { "Type": "Maximize", "MetricName": "val_loss" },
                "ResourceLimits": { "MaxNumberOfTrainingJobs": 60, "MaxParallelTrainingJobs": 6, "MaxRuntimeInSeconds": 36000 },
                "ParameterRanges": {
                  "IntegerParameterRanges": [
                    { "Name": "depth", "MinValue": "-2", "MaxValue": "9007199254740992", "ScalingType": "Linear" },
                    { "Name": "width", "MinValue": "1", "MaxValue": "1024", "ScalingType": "Logarithmic" }
                  ],
                  "ContinuousParameterRanges": [
                    { "Name": "lr", "MinValue": "1e-05", "MaxValue": "0.1", "ScalingType": "Logarithmic" },
                    { "Name": "momentum", "MinValue": "0", "MaxValue": "0.999", "ScalingType": "ReverseLogarithmic" },
                    { "Name": "dropout", "MinValue": "0.1", "MaxValue": "1", "ScalingType": "Linear" }
                  ],
                  "CategoricalParameterRanges": [
                    { "Name": "loss", "Values": ["l2", "smooth_l1"] },
                    { "Name": "flag", "Values": ["true", "false", "null"] },
                    { "Name": "weird", "Values": ["false", "[", "1.10"] },
                    { "Name": "one", "Values": ["0.5"] }
                  ]
                },
                "TrainingJobEarlyStoppingType": "Auto",
                "TuningJobCompletionCriteria": {
                  "TargetObjectiveMetricValue": 0.9,
                  "BestObjectiveNotImproving": { "MaxNumberOfTrainingJobsNotImproving": 3 },
                  "ConvergenceDetected": { "CompleteOnConvergence": "Enabled" }
                },
                "RandomSeed": 42
              },
              "TrainingJobDefinition": {
                "StaticHyperParameters": { "epochs": "10", "dataset": "[\"dogs\",\"cats\"]", "amp": "true", "mode": "true", "data": "/opt/ml/input/data/train" },
                "AlgorithmSpecification": {
                  "TrainingImage": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1",
                  "TrainingInputMode": "File",
                  "MetricDefinitions": [{ "Name": "val_loss", "Regex": "val_loss=(\\S+)" }]
                },
                "RoleArn": "arn:aws:iam::123456789012:role/SageMaker",
                "Environment": {
                  "WHERE": "/opt/ml/output/data/tensorboard",
                  "MLOPS_INPUT_TRAIN": "/opt/ml/input/data/train",
                  "MLOPS_OUTPUT_DIR": "/opt/ml/output/data",
                  "MLOPS_MODEL_DIR": "/opt/ml/model",
                  "MLOPS_CHECKPOINT_DIR": "/opt/ml/checkpoints",
                  "MLOPS_TENSORBOARD_DIR": "/opt/ml/output/data/tensorboard",
                  "MLOPS_JOB_NAME": "search",
                  "MLOPS_PROVIDER": "SageMaker",
                  "PYTHONUNBUFFERED": "1",
                  "MLOPS_COMMAND": "[\"python\",\"train.py\"]",
                  "MLOPS_HYPERPARAMETERS": "[\"epochs\",\"dataset\",\"amp\",\"mode\",\"data\",\"lr\",\"momentum\",\"dropout\",\"depth\",\"width\",\"loss\",\"flag\",\"weird\",\"one\"]",
                  "MLOPS_TEXT_HYPERPARAMETERS": "[\"mode\",\"weird\"]",
                  "MLOPS_ARGUMENTS": "[\"--out\",\"/opt/ml/output/data\",\"-v\"]",
                  "MLOPS_ARGUMENT_STYLE": "Equals"
                },
                "InputDataConfig": [{
                  "ChannelName": "train",
                  "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://data/digits", "S3DataDistributionType": "FullyReplicated" } }
                }],
                "OutputDataConfig": { "S3OutputPath": "s3://my-bucket/mlops", "CompressionType": "NONE", "KmsKeyId": "alias/mine" },
                "CheckpointConfig": { "S3Uri": "s3://my-bucket/mlops/search/checkpoints", "LocalPath": "/opt/ml/checkpoints" },
                "ResourceConfig": { "InstanceType": "ml.p4d.24xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30, "VolumeKmsKeyId": "alias/mine" },
                "StoppingCondition": { "MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 93600 },
                "RetryStrategy": { "MaximumRetryAttempts": 3 },
                "VpcConfig": { "SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"] },
                "EnableManagedSpotTraining": true,
                "EnableNetworkIsolation": true,
                "EnableInterContainerTrafficEncryption": true
              },
              "WarmStartConfig": {
                "ParentHyperParameterTuningJobs": [{ "HyperParameterTuningJobName": "a" }, { "HyperParameterTuningJobName": "b-2" }],
                "WarmStartType": "TransferLearning"
              },
              "Tags": [{ "Key": "team", "Value": "vision" }]
            }
            """);
        var built = Build(s_full);
        Assert.True(JsonNode.DeepEquals(expected, built.Document), RequestParts.Text(built.Document));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", built.Document));
        Assert.Empty(built.Missing);
        Assert.Equal(["Tag aws:x", "KeepAlive", "TensorBoard's folder while a trial runs (its files come with the results)"], built.Ignored);
    }

    [Fact]
    public void What_is_not_asked_for_is_not_in_the_request()
    {
        var config = Config(Spec);
        Assert.Equal(
            ["Strategy", "HyperParameterTuningJobObjective", "ResourceLimits", "ParameterRanges", "TrainingJobEarlyStoppingType"],
            config.Select(member => member.Key));
        Assert.Equal("Off", (string?)config["TrainingJobEarlyStoppingType"]);
        Assert.Equal("Minimize", (string?)config["HyperParameterTuningJobObjective"]!["Type"]);
        Assert.False(Request(Spec).ContainsKey("WarmStartConfig"));
        Assert.False(Definition(Spec)["Environment"]!.AsObject().ContainsKey("MLOPS_COMMAND"));
        Assert.Equal("""["lr"]""", (string?)Definition(Spec)["Environment"]!["MLOPS_HYPERPARAMETERS"]);
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(Spec)));
    }

    [Theory]
    [InlineData(MlTuningStrategy.Bayesian, "Bayesian")]
    [InlineData(MlTuningStrategy.Random, "Random")]
    [InlineData(MlTuningStrategy.Hyperband, "Hyperband")]
    [InlineData(MlTuningStrategy.Grid, "Grid")]
    public void Every_strategy_of_the_service_is_a_request(MlTuningStrategy strategy, string word)
    {
        var spec = Spec with { Strategy = strategy, Space = Space(("loss", new[] { "l1", "l2" })), PruningOptions = new() { MinResource = 2, MaxResource = 20000 } };
        Assert.Equal(word, (string?)Config(spec)["Strategy"]);
        Assert.Equal(strategy == MlTuningStrategy.Hyperband ? """{"HyperbandStrategyConfig":{"MinResource":2,"MaxResource":20000}}""" : null, Config(spec)["StrategyConfig"]?.ToJsonString());
        Assert.Equal(strategy != MlTuningStrategy.Grid, Config(spec)["ResourceLimits"]!.AsObject().ContainsKey("MaxNumberOfTrainingJobs"));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(spec)));
    }

    [Fact]
    public void Hyperband_finds_its_end_in_a_fixed_hyperparameter()
    {
        var spec = Spec with { Strategy = MlTuningStrategy.Hyperband, Job = Job with { Hyperparameters = [new("n_epochs", 30)] } };
        Assert.False(Config(spec).ContainsKey("StrategyConfig"));
        Assert.Equal("30", (string?)Definition(spec)["StaticHyperParameters"]!["n_epochs"]);
    }

    [Fact]
    public void A_grid_has_choices_only_and_no_number_of_trials()
    {
        var spec = Spec with
        {
            Strategy = MlTuningStrategy.Grid,
            MaxTrials = 24,
            Space = Space(("loss", new[] { "l1", "l2" }), ("depth", Integer(2, 4)), ("rate", new MlRange { Low = 0.1, High = 0.4, Step = 0.1 })),
        };
        Assert.Equal(
            """{"CategoricalParameterRanges":[{"Name":"loss","Values":["l1","l2"]},{"Name":"depth","Values":["2","3","4"]},{"Name":"rate","Values":["0.1","0.2","0.3","0.4"]}]}""",
            Config(spec)["ParameterRanges"]!.ToJsonString());
        Assert.Contains("SageMaker's grid runs every combination, 24, and cannot end after 23 trials", Refused(spec with { MaxTrials = 23 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_definitions_have_what_is_their_own()
    {
        var other = Job with { Name = "other", Image = "img:2", Hyperparameters = [new("kind", "b")], ProviderOptions = Options(("stoppingCondition", new Hashtable { ["maxPendingTimeInSeconds"] = 7200 })) };
        var spec = Spec with
        {
            Definitions = [new("a", Job, Spec.Space, "val_loss", MlGoal.Minimize), new("b", other, Space(("depth", Integer(1, 9))), "acc", MlGoal.Maximize)],
            ProviderOptions = Options(("hyperparametertuningjobconfig", new Hashtable { ["resourcelimits"] = new Hashtable { ["MaxNumberOfTrainingJobs"] = null } }), ("autotune", new Hashtable { ["mode"] = "Enabled" })),
        };
        var request = Request(spec);
        Assert.False(request.ContainsKey("TrainingJobDefinition"));
        Assert.False(request["HyperParameterTuningJobConfig"]!.AsObject().ContainsKey("ParameterRanges"));
        Assert.False(request["HyperParameterTuningJobConfig"]!.AsObject().ContainsKey("HyperParameterTuningJobObjective"));
        Assert.Equal("""{"MaxParallelTrainingJobs":1}""", request["HyperParameterTuningJobConfig"]!["ResourceLimits"]!.ToJsonString());
        Assert.Equal("""{"Mode":"Enabled"}""", request["Autotune"]!.ToJsonString());
        var (first, second) = (request["TrainingJobDefinitions"]![0]!, request["TrainingJobDefinitions"]![1]!);
        Assert.Equal(("a", "b"), ((string?)first["DefinitionName"], (string?)second["DefinitionName"]));
        Assert.Equal("""{"Type":"Maximize","MetricName":"acc"}""", second["TuningObjective"]!.ToJsonString());
        Assert.Equal("depth", (string?)second["HyperParameterRanges"]!["IntegerParameterRanges"]![0]!["Name"]);
        Assert.Equal("lr", (string?)first["HyperParameterRanges"]!["ContinuousParameterRanges"]![0]!["Name"]);
        Assert.Equal("search", (string?)second["Environment"]!["MLOPS_JOB_NAME"]);
        Assert.Equal(7200, (int?)second["StoppingCondition"]!["MaxPendingTimeInSeconds"]);
        Assert.False(first["StoppingCondition"]!.AsObject().ContainsKey("MaxPendingTimeInSeconds"));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", request));
        Assert.Contains("the name 'a'", Refused(spec with { Definitions = [spec.Definitions[0], spec.Definitions[0]] }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_go_into_the_definition_and_into_the_whole()
    {
        var spec = Spec with
        {
            Job = Job with { Image = null, ProviderOptions = Options(("algorithmSpecification", new Hashtable { ["algorithmName"] = "xgboost" }), ("HyperParameterTuningResourceConfig", new Hashtable { ["InstanceConfigs"] = new[] { new Hashtable { ["instanceType"] = "ml.m5.large", ["instanceCount"] = 1, ["volumeSizeInGB"] = 30 } } })) },
            ProviderOptions = Options(("trainingJobDefinition", new Hashtable { ["CheckpointConfig"] = null }), ("HyperParameterTuningJobConfig", new Hashtable { ["Strategy"] = "Random" })),
        };
        var definition = Definition(spec);
        Assert.Equal("xgboost", (string?)definition["AlgorithmSpecification"]!["AlgorithmName"]);
        Assert.False(definition.ContainsKey("ResourceConfig"));
        Assert.False(definition.ContainsKey("CheckpointConfig"));
        Assert.Equal("Random", (string?)Config(spec)["Strategy"]);
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(spec)));
        Assert.Contains("has no image", Refused(Spec with { Job = Job with { Image = null } }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_set_is_missing_and_left_out()
    {
        var built = TuningRequest.Build(Spec, new(null, null));
        Assert.Equal([ErrorCode.NotConfigured, ErrorCode.NotConfigured], built.Missing.Select(missing => missing.Code));
        var definition = built.Document["TrainingJobDefinition"]!.AsObject();
        Assert.False(definition.ContainsKey("RoleArn"));
        Assert.False(definition.ContainsKey("CheckpointConfig"));
    }

    [Fact]
    public void Code_comes_by_its_channel_and_is_copied_by_the_command()
    {
        var spec = Spec with { Job = Job with { Command = ["python", "train.py"], SourceDirectory = $"s3://my-bucket/mlops/_code/{Jobs.Digest}/" } };
        var definition = Definition(spec);
        Assert.Equal("code", (string?)definition["InputDataConfig"]![0]!["ChannelName"]);
        var call = EntrypointContract.Read(definition["Environment"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!))!;
        Assert.Equal(CodeCopy.Before(["python", "train.py"], "/opt/ml/input/data/code"), call.Command);
        var job = ReadBack(spec);
        Assert.Equal(["python", "train.py"], job.Command);
        Assert.Equal(spec.Job.SourceDirectory, job.SourceUri);
        Assert.Empty(job.InputData);
    }

    [Fact]
    public void A_long_command_takes_several_variables_and_a_very_long_one_is_refused()
    {
        var spec = Spec with { Job = Job with { Command = ["sh", "-c", string.Concat(Enumerable.Repeat("日\U0001F600'\"\n", 300))] } };
        var environment = Definition(spec)["Environment"]!.AsObject();
        Assert.True(environment.ContainsKey("MLOPS_COMMAND_2"));
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(spec)));
        Assert.Equal(spec.Job.Command, ReadBack(spec).Command);
        Assert.Contains("environment variables; SageMaker allows 48.", Refused(spec with { Job = spec.Job with { Command = ["sh", "-c", new string('x', 50 * 512)] } }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TensorBoard_files_come_with_the_results()
    {
        Assert.Equal("/opt/ml/output/data/tensorboard", (string?)Definition(Spec)["Environment"]!["MLOPS_TENSORBOARD_DIR"]);
        Assert.Empty(Build(Spec).Ignored);
        Assert.Equal(
            ["TensorBoard's folder while a trial runs (its files come with the results)"],
            Build(Spec with { Job = Job with { Arguments = ["--logs={tensorboard}"] } }).Ignored);
    }

    [Property(MaxTest = 300)]
    public Property Every_request_is_one_that_the_service_takes() => Prop.ForAll(Jobs.Specs.ToArbitrary(), job =>
    {
        var problems = WireContract.SageMaker.CheckInput("CreateHyperParameterTuningJob", Request(Around(job)));
        return (problems.Count == 0).Label(string.Join('\n', problems));
    });

    [Property(MaxTest = 300)]
    public Property What_the_search_was_made_of_is_read_back() => Prop.ForAll(Jobs.Specs.ToArbitrary(), spec =>
    {
        var job = ReadBack(Around(spec));
        return job.Command.SequenceEqual(spec.Command).Label($"command {string.Join(' ', job.Command)}")
            .And(job.Argument.SequenceEqual(spec.Arguments).Label($"arguments {string.Join(' ', job.Argument)}"))
            .And(job.Hyperparameter.Select(one => one.Key).SequenceEqual(spec.Hyperparameters.Select(one => one.Key)).Label("names"))
            .And(job.Hyperparameter.Zip(spec.Hyperparameters).All(pair => Jobs.Shown(pair.First.Value) == Jobs.Shown(pair.Second.Value)).Label(
                string.Join('\n', job.Hyperparameter.Zip(spec.Hyperparameters).Select(pair => $"{Jobs.Shown(pair.First.Value)} {Jobs.Shown(pair.Second.Value)}"))))
            .And(job.Environment.OrderBy(one => one.Key).SequenceEqual(spec.Environment.OrderBy(one => one.Key)).Label("environment"))
            .And((job.SourceUri == (spec.SourceDirectory ?? "")).Label("code"))
            .And(job.InputData.OrderBy(one => one.Key).SequenceEqual(spec.InputData.OrderBy(one => one.Key)).Label("inputs"));
    });

    private static TuningSpec Around(TrainingSpec job) => Spec with { Job = job with { Name = "search" }, Space = Space(("tuned", Float(0, 1))) };

    private static Dictionary<string, object?> Options(params (string Name, object? Value)[] options) => options.ToDictionary(option => option.Name, option => option.Value);
}
