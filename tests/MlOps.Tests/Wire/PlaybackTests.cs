using System.Text.Json.Nodes;
using MlOps.StandIn.Playback;
using MlOps.Tests.Support;

namespace MlOps.Tests.Wire;

public class PlaybackTests
{
    [Fact]
    public async Task Exchanges_of_one_operation_are_played_in_their_order()
    {
        var player = Play("sagemaker/start.json");
        await using var aws = await AwsCaller.Of(player);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("digits-1"));
        Assert.Equal("ResourceInUse", (await aws.Fail("SageMaker.CreateTrainingJob", AwsCaller.Job("digits-1"))).Type);

        var phases = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            phases.Add((await aws.Call("SageMaker.DescribeTrainingJob", new() { ["TrainingJobName"] = "digits-1" }))["SecondaryStatus"]!.GetValue<string>());
        }

        Assert.Equal(["Starting", "Downloading", "Training", "Uploading", "Completed", "Completed"], phases);
        Assert.Empty(player.Failures);
        Assert.Equal(["SageMaker.StopTrainingJob"], player.Unplayed);
    }

    [Fact]
    public async Task What_fits_nothing_is_refused_and_remembered()
    {
        var player = Play("sagemaker/start.json");
        await using var aws = await AwsCaller.Of(player);

        Assert.Equal("UnexpectedRequest", (await aws.Fail("SageMaker.DescribeTrainingJob", new() { ["TrainingJobName"] = "other" })).Type);
        Assert.Equal("UnexpectedRequest", (await aws.Fail("SageMaker.Search", new() { ["Resource"] = "TrainingJob" })).Type);

        Assert.Equal(2, player.Failures.Count);
    }

    [Fact]
    public async Task A_request_that_breaks_the_contract_is_a_failure()
    {
        var player = Play("sagemaker/start.json");
        await using var aws = await AwsCaller.Of(player);

        Assert.Equal("ValidationException", (await aws.Fail("SageMaker.DescribeTrainingJob", [])).Type);

        Assert.Equal(["DescribeTrainingJob: TrainingJobName: is required"], player.Failures);
    }

    [Fact]
    public async Task Several_files_are_one_scenario()
    {
        var player = Play("sagemaker/start.json", "logs/two-instances.json");
        await using var aws = await AwsCaller.Of(player);
        var lines = new List<string>();
        string? token = null;
        while (true)
        {
            var request = new JsonObject { ["logGroupName"] = "/aws/sagemaker/TrainingJobs", ["logStreamName"] = "digits-1/algo-1-1795430020", ["startFromHead"] = true };
            if (token is not null)
            {
                request["nextToken"] = token;
            }

            var answer = await aws.Call("Logs_20140328.GetLogEvents", request);
            lines.AddRange(answer["events"]!.AsArray().Select(line => line!["message"]!.GetValue<string>()));
            var next = answer["nextForwardToken"]!.GetValue<string>();
            if (next == token)
            {
                break;
            }

            token = next;
        }

        Assert.Equal(["training on 2 machines", "epoch=1 val_loss=0.4809", "epoch=2 val_loss=0.2821", "epoch=3 val_loss=0.1410"], lines);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0,"b":2}""", true)]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"b":"x","c":1}}""", true)]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", false)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", false)]
    [InlineData("""{"a":1}""", """{"b":1}""", false)]
    public void A_request_fits_when_it_contains_what_is_asked_for(string part, string whole, bool fits) =>
        Assert.Equal(fits, PartOf.Holds(JsonNode.Parse(part), JsonNode.Parse(whole)));

    private static ScenarioPlayer Play(params string[] files) => ScenarioPlayer.Load([.. files.Select(file => Path.Combine(Repository.Root, "tests", "fixtures", file))]);
}
