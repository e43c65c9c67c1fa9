using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Tests.SageMaker;

public class TrainingJobMappingTests
{
    [Property(MaxTest = 1000)]
    public Property A_job_read_back_is_the_job_that_was_started() => Prop.ForAll(Jobs.Specs.ToArbitrary(), spec =>
    {
        var job = Jobs.ReadBack(spec);
        return (job.Name == spec.Name).Label("name")
            .And(job.Command.SequenceEqual(spec.Command).Label($"command {Jobs.Shown(job.Command)}"))
            .And(job.Argument.SequenceEqual(spec.Arguments).Label($"arguments {Jobs.Shown(job.Argument)}"))
            .And((Sorted(job.Hyperparameter) == Sorted(spec.Hyperparameters)).Label($"hyperparameters {Sorted(job.Hyperparameter)} and not {Sorted(spec.Hyperparameters)}"))
            .And(Rendered(job.Hyperparameter).SequenceEqual(Rendered(spec.Hyperparameters)).Label("order"))
            .And(Same(job.Environment, spec.Environment).Label("environment"))
            .And(Same(job.Tag, spec.Tags).Label("tags"))
            .And(Same(job.InputData, spec.InputData).Label("inputs"))
            .And((job.SourceUri == (spec.SourceDirectory ?? "")).Label("code"));
    });

    [Property(MaxTest = 300)]
    public Property A_job_started_again_is_the_same_request() => Prop.ForAll(Jobs.Specs.ToArbitrary(), spec =>
    {
        var first = Jobs.Request(spec);
        var again = Jobs.Request(Jobs.Again(Jobs.ReadBack(first), spec));
        return (Arguments(again) == Arguments(first)).Label($"{Arguments(again)} and not {Arguments(first)}");

        static string Arguments(System.Text.Json.Nodes.JsonObject request) => $"{request["AlgorithmSpecification"]!.ToJsonString()} {request["InputDataConfig"]!.ToJsonString()}";
    });

    [Fact]
    public void A_channel_that_only_has_the_name_of_the_codes_is_an_input()
    {
        var job = Jobs.ReadBack(Jobs.Spec with { Command = ["/bin/sh", "-c", "exec true"], InputData = new Dictionary<string, string> { ["code"] = "s3://b/x" } });
        Assert.Equal(("s3://b/x", ""), (job.InputData["code"], job.SourceUri));
        Assert.Equal(["/bin/sh", "-c", "exec true"], job.Command);
    }

    [Fact]
    public void The_codes_folder_in_an_argument_is_no_placeholder()
    {
        var job = Jobs.ReadBack(Jobs.Spec with { Command = ["cat", "/opt/ml/input/data/code/x"], SourceDirectory = $"s3://b/mlops/code/{Jobs.Digest}/" });
        Assert.Equal(["cat", "/opt/ml/input/data/code/x"], job.Command);
        Assert.Empty(job.InputData);
    }

    [Fact]
    public void Readings_are_decided_by_the_arguments()
    {
        Assert.Equal("true false [\"a\"] null", string.Join(' ', Texts(("a", "true"), ("b", "false"), ("c", "[\"a\"]"), ("d", "null"))));
        var job = Jobs.ReadBack(Jobs.Spec with { Hyperparameters = [new("on", true), new("off", false), new("none", null), new("list", new object?[] { "1", 1, true, null })] });
        Assert.Equal("[list, ['1', 1, true, null]] [none, null] [off, false] [on, true]", Sorted(job.Hyperparameter));

        static IEnumerable<object?> Texts(params (string Name, string Text)[] texts) =>
            Jobs.ReadBack(Jobs.Spec with { Hyperparameters = [.. texts.Select(text => KeyValuePair.Create(text.Name, (object?)text.Text))] }).Hyperparameter.Values;
    }

    [Fact]
    public void What_the_toolkit_and_the_tuning_service_add_is_not_the_jobs_own()
    {
        var job = Read("""
            { "TrainingJobName": "old", "TrainingJobStatus": "Completed", "HyperParameters": {
              "sagemaker_program": "\"train.py\"", "_tuning_objective_metric": "loss", "lr": "0.1", "epochs": "3", "big": "1E5", "flag": "true", "py": "True", "name": "\"resnet\"",
              "layers": "[1, 2]", "table": "{\"a\":1}", "nested": "[[1]]", "plain": "resnet", "broken": "[1," } }
            """);
        Assert.Equal(
            "[big, 100000] [broken, '[1,'] [epochs, 3] [flag, true] [layers, [1, 2]] [lr, 0.1] [name, 'resnet'] [nested, '[[1]]'] [plain, 'resnet'] [py, 'True'] [table, '{\"a\":1}']",
            Sorted(job.Hyperparameter));
    }

    [Theory]
    [InlineData("InProgress", "Starting", MlJobStatus.Pending)]
    [InlineData("InProgress", "LaunchingMLInstances", MlJobStatus.Pending)]
    [InlineData("InProgress", "PreparingTrainingStack", MlJobStatus.Pending)]
    [InlineData("InProgress", "Pending", MlJobStatus.Pending)]
    [InlineData("InProgress", "Training", MlJobStatus.Running)]
    [InlineData("InProgress", "Interrupted", MlJobStatus.Running)]
    [InlineData("InProgress", null, MlJobStatus.Running)]
    [InlineData("Stopping", "Stopping", MlJobStatus.Stopping)]
    [InlineData("Deleting", null, MlJobStatus.Stopping)]
    [InlineData("Completed", "Completed", MlJobStatus.Succeeded)]
    [InlineData("Failed", "Failed", MlJobStatus.Failed)]
    [InlineData("Stopped", "MaxRuntimeExceeded", MlJobStatus.Stopped)]
    [InlineData("Dreaming", null, MlJobStatus.Running)]
    public void A_status_has_a_word_of_ours(string primary, string? secondary, MlJobStatus expected)
    {
        var job = TrainingJobMapping.ToJob(new() { TrainingJobStatus = primary, SecondaryStatus = secondary }, null, null, "eu-central-1");
        Assert.Equal(expected, job.Status);
        Assert.Equal(secondary ?? primary, job.ProviderStatus);
    }

    [Fact]
    public void An_unknown_status_of_a_job_with_an_end_is_stopped() =>
        Assert.Equal(MlJobStatus.Stopped, TrainingJobMapping.ToJob(new() { TrainingJobStatus = "Dreaming", TrainingEndTime = DateTimeOffset.UtcNow }, null, null, "x").Status);

    [Fact]
    public void An_empty_document_is_a_job()
    {
        var job = Read("{}");
        Assert.Equal("", job.Name);
        Assert.Equal(1, job.InstanceCount);
        Assert.Equal("eu-west-1", job.Region);
    }

    [Fact]
    public void Everything_that_a_document_says_is_there()
    {
        var job = Read("""
            { "TrainingJobName": "digits-1", "TrainingJobArn": "arn:aws-cn:sagemaker:cn-north-1:123456789012:training-job/digits-1",
              "TuningJobArn": "arn:aws-cn:sagemaker:cn-north-1:123456789012:hyper-parameter-tuning-job/search",
              "ModelArtifacts": { "S3ModelArtifacts": "s3://b/x/digits-1/output/model.tar.gz" },
              "TrainingJobStatus": "Failed", "SecondaryStatus": "Failed", "FailureReason": "AlgorithmError: \u001b[31mno\u001b[0m",
              "AlgorithmSpecification": { "TrainingImage": "img", "ContainerEntrypoint": ["python", "/opt/ml/input/data/code/a.py"], "ContainerArguments": ["--d", "/opt/ml/model/{output}"],
                "MetricDefinitions": [{ "Name": "loss", "Regex": "loss=(?P<v>.+)" }] },
              "InputDataConfig": [{ "ChannelName": "code", "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://b/code" } } },
                { "ChannelName": "disk", "DataSource": { "FileSystemDataSource": { "FileSystemId": "fs-1", "DirectoryPath": "/d" } } }],
              "OutputDataConfig": { "S3OutputPath": "s3://b/other" }, "CheckpointConfig": { "S3Uri": "s3://b/c" },
              "ResourceConfig": { "InstanceGroups": [{ "InstanceType": "ml.m5.large", "InstanceCount": 2 }, { "InstanceType": "ml.p4d.24xlarge", "InstanceCount": 1 }] },
              "StoppingCondition": { "MaxRuntimeInSeconds": 60 }, "EnableManagedSpotTraining": true,
              "CreationTime": 1700000000.5, "TrainingStartTime": 1700000010, "LastModifiedTime": 1700000020,
              "FinalMetricDataList": [{ "MetricName": "loss", "Value": "NaN" }, { "MetricName": "acc", "Value": 0.5 }],
              "Environment": { "A": "{model}", "MLOPS_JOB_NAME": "digits-1", "PYTHONUNBUFFERED": "1" },
              "Tags": [{ "Key": "team", "Value": "vision" }] }
            """);
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Equal("AlgorithmError: no", job.StatusMessage);
        Assert.Equal(["python", "{input:code}/a.py"], job.Command);
        Assert.Equal(["--d", "{model}/{{output}}"], job.Argument);
        Assert.Equal("s3://b/x/digits-1/output", job.OutputUri);
        Assert.Equal("s3://b/c", job.CheckpointUri);
        Assert.Equal("fs-1:/d", job.InputData["disk"]);
        Assert.Equal("ml.m5.large,ml.p4d.24xlarge", job.InstanceType);
        Assert.Equal(3, job.InstanceCount);
        Assert.Equal("A100", job.Accelerator);
        Assert.Equal(8, job.AcceleratorCount);
        Assert.True(job.Spot);
        Assert.Equal(TimeSpan.FromMinutes(1), job.MaxRuntime);
        Assert.Equal(0.5, job.Metric["acc"]);
        Assert.Equal("loss=(?<v>.+)", job.MetricPattern["loss"]);
        Assert.Equal([KeyValuePair.Create("A", "{{model}}")], job.Environment);
        Assert.Equal("vision", job.Tag["team"]);
        Assert.Equal("cn-north-1", job.Region);
        Assert.Equal("search", job.TuningJobName);
        Assert.Equal("https://cn-north-1.console.amazonaws.cn/sagemaker/home?region=cn-north-1#/jobs/digits-1", job.ConsoleUri);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000020), job.EndedAt);
    }

    [Fact]
    public void Results_are_in_the_jobs_folder_before_there_is_a_model() =>
        Assert.Equal("s3://my-bucket/mlops/digits-1/output", Jobs.ReadBack(Jobs.Spec).OutputUri);

    [Fact]
    public void A_job_that_has_not_ended_says_what_it_waits_for()
    {
        var job = Read("""{ "TrainingJobStatus": "InProgress", "SecondaryStatus": "Starting", "SecondaryStatusTransitions": [{ "Status": "Starting", "StatusMessage": "a" }, { "Status": "Starting", "StatusMessage": "Insufficient capacity" }] }""");
        Assert.Equal("Insufficient capacity", job.StatusMessage);
    }

    private static MlJob Read(string json) => TrainingJobMapping.ToJob(JsonSerializer.Deserialize(json, SageMakerJson.Default.TrainingJobDocument)!, null, null, "eu-west-1");

    private static string Sorted(IEnumerable<KeyValuePair<string, object?>> hyperparameters) =>
        string.Join(' ', hyperparameters.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"[{entry.Key}, {Jobs.Shown(entry.Value)}]"));

    private static IReadOnlyList<string> Rendered(IEnumerable<KeyValuePair<string, object?>> hyperparameters) =>
        TrainingContract.Arguments(Jobs.Spec with { Hyperparameters = [.. hyperparameters] }, SageMakerPaths.Of(new Dictionary<string, string> { ["train"] = "s3://b/t", ["my-val.1"] = "s3://b/v" }));

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(other.OrderBy(entry => entry.Key, StringComparer.Ordinal));
}
