using System.Collections;
using System.Text.Json.Nodes;
using MlOps.Providers.SageMaker.Requests;
using MlOps.StandIn.Contracts;

namespace MlOps.Tests.SageMaker;

/// <summary>Jobs that bring their code along, and inputs that were sent from this machine.</summary>
public class CodeTests
{
    private const string Uri = $"s3://my-bucket/mlops/_code/{Jobs.Digest}/";

    private static readonly TrainingSpec s_spec = Jobs.Spec with
    {
        Command = ["python", "train.py"],
        Arguments = ["--data", "{input:train}"],
        InputData = new Dictionary<string, string> { ["train"] = "s3://data/digits" },
        SourceDirectory = Uri,
    };

    [Fact]
    public void The_code_is_a_channel_and_the_command_runs_in_a_copy_of_it()
    {
        var request = Jobs.Request(s_spec);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
            [
              { "ChannelName": "train", "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://data/digits", "S3DataDistributionType": "FullyReplicated" } } },
              { "ChannelName": "code", "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "{{Uri}}", "S3DataDistributionType": "FullyReplicated" } }, "InputMode": "File" }
            ]
            """),
            request["InputDataConfig"]));
        var algorithm = request["AlgorithmSpecification"]!;
        Assert.Equal(
            ["/bin/sh", "-c", "mkdir -p /tmp/mlops-code && cp -R \"$0/.\" /tmp/mlops-code && cd /tmp/mlops-code && chmod -R u+rwx . && exec \"$@\"", "/opt/ml/input/data/code", "python", "train.py"],
            algorithm["ContainerEntrypoint"]!.AsArray().Select(item => (string)item!));
        Assert.Equal("""["--data","/opt/ml/input/data/train"]""", algorithm["ContainerArguments"]!.ToJsonString());
        Assert.DoesNotContain("MLOPS_INPUT_CODE", request.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateTrainingJob", request));
    }

    [Fact]
    public void A_job_with_code_and_no_other_input_has_its_channel_alone() =>
        Assert.Equal("code", (string)Assert.Single(Jobs.Request(s_spec with { Arguments = [], InputData = new Dictionary<string, string>() })["InputDataConfig"]!.AsArray())!["ChannelName"]!);

    [Fact]
    public void Code_wants_a_command() => Assert.Contains("-Command", Jobs.Refused(s_spec with { Command = [] }).RecommendedAction, StringComparison.Ordinal);

    [Fact]
    public void No_input_can_have_the_name_of_the_codes_channel()
    {
        var error = Jobs.Refused(s_spec with { Arguments = [], InputData = new Dictionary<string, string> { ["code"] = "s3://b/x" } });
        Assert.Contains("'code'", error.Message, StringComparison.Ordinal);
        Assert.Equal("code", error.Target);
        Assert.NotNull(Jobs.Request(s_spec with { Arguments = [], InputData = new Dictionary<string, string> { ["code"] = "s3://b/x" }, SourceDirectory = null }));
    }

    [Fact]
    public void Code_that_would_not_arrive_is_refused()
    {
        var replaced = s_spec with { ProviderOptions = Options("InputDataConfig", new object[] { new Hashtable { ["ChannelName"] = "mine" } }) };
        Assert.Contains("-ProviderOption", Jobs.Refused(replaced).Message, StringComparison.Ordinal);
        Assert.Contains("serverless", Jobs.Refused(s_spec with { Image = null, ProviderOptions = Options("ServerlessJobConfig", new Hashtable { ["JobType"] = "FineTuning" }) }).Message, StringComparison.Ordinal);
        Assert.Contains("reads it from S3", Jobs.Refused(s_spec with { SourceDirectory = "/home/me/src" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_sent_goes_below_the_folder_that_jobs_write_to()
    {
        Assert.Equal("s3://my-bucket/mlops", TrainingRequest.StagingRoot(s_spec, Jobs.Defaults));
        var elsewhere = s_spec with { ProviderOptions = Options("outputdataconfig", new Hashtable { ["S3OutputPath"] = "s3://other/place/" }) };
        Assert.Equal("s3://other/place", TrainingRequest.StagingRoot(elsewhere, new(null, null)));
        Assert.Equal("s3://BUCKET/mlops", TrainingRequest.StagingRoot(s_spec, new(null, null)));
    }

    [Fact]
    public void A_request_with_an_unknown_bucket_can_be_looked_at_and_not_be_sent()
    {
        var unknown = s_spec with { SourceDirectory = StagedAddress.OfCode(TrainingRequest.StagingRoot(s_spec, new(null, null)), Jobs.Digest) };
        var built = TrainingRequest.Build(unknown, Jobs.Defaults with { Bucket = null });
        Assert.Contains("-SageMakerBucket", Assert.Single(built.Missing).RecommendedAction, StringComparison.Ordinal);
        Assert.Contains($"s3://BUCKET/mlops/_code/{Jobs.Digest}/", RequestParts.Text(built.Document), StringComparison.Ordinal);

        // An address that results can be written to and nothing be sent to.
        var https = unknown with { ProviderOptions = Options("OutputDataConfig", new Hashtable { ["S3OutputPath"] = "https://s3.amazonaws.com/b" }) };
        Assert.Contains("-SageMakerBucket", Assert.Single(TrainingRequest.Build(https, Jobs.Defaults with { Bucket = null }).Missing).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_sent_is_a_file_for_the_code()
    {
        var spec = s_spec with { InputData = new Dictionary<string, string> { ["train"] = $"{StagedAddress.OfInput("s3://my-bucket/mlops", Jobs.Digest)}digits.csv" } };
        var request = Jobs.Request(spec);
        Assert.Equal("""["--data","/opt/ml/input/data/train/digits.csv"]""", request["AlgorithmSpecification"]!["ContainerArguments"]!.ToJsonString());
        Assert.Equal("/opt/ml/input/data/train/digits.csv", (string)request["Environment"]!["MLOPS_INPUT_TRAIN"]!);
        Assert.Equal(["--data", "{input:train}"], Jobs.ReadBack(request).Argument);
    }

    private static Dictionary<string, object?> Options(string name, object? value) => new() { [name] = value };
}
