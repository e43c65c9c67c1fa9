using System.Text.Json.Nodes;
using MlOps.StandIn.Account;

namespace MlOps.Tests.Wire;

public class AccountJobTests
{
    private readonly ManualClock _clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CloudAccount _account;

    public AccountJobTests() => _account = new(new() { Clock = _clock, CheckAnswers = true });

    [Fact]
    public async Task A_job_goes_through_its_phases_when_it_is_told_to()
    {
        await using var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a"));
        var phases = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            phases.Add((await Describe(aws, "a"))["SecondaryStatus"]!.GetValue<string>());
            _clock.Advance(TimeSpan.FromSeconds(10));
            if (i < 4)
            {
                _account.Advance("a");
            }
        }

        Assert.Equal(["Starting", "Downloading", "Training", "Uploading", "Completed"], phases);
        Assert.Equal("Completed", (await Describe(aws, "a"))["TrainingJobStatus"]!.GetValue<string>());
        Assert.Empty(_account.Violations);
    }

    [Fact]
    public async Task A_job_goes_through_its_phases_as_time_passes_and_writes_its_log()
    {
        _account.Options.JobSeconds = 10;
        await using var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a", instances: 2));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Training", (await Describe(aws, "a"))["SecondaryStatus"]!.GetValue<string>());
        _clock.Advance(TimeSpan.FromSeconds(60));

        var job = await Describe(aws, "a");
        Assert.Equal("Completed", job["TrainingJobStatus"]!.GetValue<string>());
        Assert.Equal(10, job["TrainingEndTime"]!.GetValue<double>() - job["CreationTime"]!.GetValue<double>(), 3);
        Assert.Equal("val_loss", Assert.Single(job["FinalMetricDataList"]!.AsArray())!["MetricName"]!.GetValue<string>());
        var lines = await aws.Call("Logs_20140328.FilterLogEvents", new() { ["logGroupName"] = "/aws/sagemaker/TrainingJobs", ["logStreamNamePrefix"] = "a/" });
        Assert.Equal(20, lines["events"]!.AsArray().Count);
        Assert.Empty(_account.Violations);
    }

    [Fact]
    public async Task A_job_that_is_stopped_is_stopping_first()
    {
        await using var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a"));
        _account.Advance("a", "Training");
        await aws.Call("SageMaker.StopTrainingJob", new() { ["TrainingJobName"] = "a" });
        Assert.Equal("Stopping", (await Describe(aws, "a"))["TrainingJobStatus"]!.GetValue<string>());
        Assert.Equal("ResourceInUse", (await aws.Fail("SageMaker.DeleteTrainingJob", new() { ["TrainingJobName"] = "a" })).Type);

        _account.Advance("a");

        Assert.Equal("Stopped", (await Describe(aws, "a"))["TrainingJobStatus"]!.GetValue<string>());
        Assert.Equal("ValidationException", (await aws.Fail("SageMaker.StopTrainingJob", new() { ["TrainingJobName"] = "a" })).Type);
    }

    [Fact]
    public async Task A_job_can_fail_for_a_reason()
    {
        await using var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a"));
        await aws.Control("advance", new() { ["job"] = "a", ["to"] = "Failed", ["reason"] = "CapacityError: none left" });

        var job = await Describe(aws, "a");

        Assert.Equal(("Failed", "CapacityError: none left"), (job["TrainingJobStatus"]!.GetValue<string>(), job["FailureReason"]!.GetValue<string>()));
        Assert.Empty(_account.Violations);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_there_already_is_said_as_the_service_says_it()
    {
        await using var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a"));

        Assert.Equal(("ValidationException", "Requested resource not found."), await aws.Fail("SageMaker.DescribeTrainingJob", new() { ["TrainingJobName"] = "b" }));
        Assert.Equal("ResourceInUse", (await aws.Fail("SageMaker.CreateTrainingJob", AwsCaller.Job("a"))).Type);
    }

    [Fact]
    public async Task A_request_that_breaks_the_contract_is_refused_and_remembered()
    {
        await using var aws = await AwsCaller.Of(_account);

        var error = await aws.Fail("SageMaker.CreateTrainingJob", AwsCaller.Job("x y"));

        Assert.Equal("ValidationException", error.Type);
        Assert.StartsWith("CreateTrainingJob: TrainingJobName: 'x y' does not match", Assert.Single(_account.Violations), StringComparison.Ordinal);
        Assert.Single((await aws.Control("violations", [])).AsArray());
    }

    [Fact]
    public async Task Tags_are_added_to_those_that_are_there()
    {
        await using var aws = await AwsCaller.Of(_account);
        var arn = (await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a")))["TrainingJobArn"]!.GetValue<string>();
        foreach (var (key, value) in new[] { ("a", "1"), ("b", "1"), ("a", "2") })
        {
            await aws.Call("SageMaker.AddTags", new() { ["ResourceArn"] = arn, ["Tags"] = new JsonArray(new JsonObject { ["Key"] = key, ["Value"] = value }) });
        }

        var tags = (await aws.Call("SageMaker.ListTags", new() { ["ResourceArn"] = arn }))["Tags"]!.AsArray();

        Assert.Equal(["b=1", "a=2"], tags.Select(tag => $"{tag!["Key"]}={tag["Value"]}"));
    }

    [Fact]
    public async Task A_tuning_job_starts_trials_until_it_has_enough()
    {
        _account.Options.JobSeconds = 10;
        await using var aws = await AwsCaller.Of(_account);
        var definition = AwsCaller.Job("x");
        definition.Remove("TrainingJobName");
        await aws.Call("SageMaker.CreateHyperParameterTuningJob", new()
        {
            ["HyperParameterTuningJobName"] = "tune",
            ["HyperParameterTuningJobConfig"] = JsonNode.Parse("""
                {
                  "Strategy": "Random",
                  "HyperParameterTuningJobObjective": { "Type": "Minimize", "MetricName": "val_loss" },
                  "ResourceLimits": { "MaxNumberOfTrainingJobs": 3, "MaxParallelTrainingJobs": 2 },
                  "ParameterRanges": {
                    "IntegerParameterRanges": [{ "Name": "depth", "MinValue": "1", "MaxValue": "9" }],
                    "CategoricalParameterRanges": [{ "Name": "optimizer", "Values": ["sgd", "adam"] }]
                  }
                }
                """),
            ["TrainingJobDefinition"] = definition,
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = "vision" }),
        });
        Assert.Equal(2, _account.TrainingJobs.Count);
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("InProgress", await Status());
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("Completed", await Status());

        var trials = (await aws.Call("SageMaker.ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "tune" }))["TrainingJobSummaries"]!.AsArray();
        Assert.Equal(3, trials.Count);
        Assert.All(trials, trial => Assert.Equal(["depth", "optimizer"], trial!["TunedHyperParameters"]!.AsObject().Select(parameter => parameter.Key)));
        Assert.All(trials, trial => Assert.Equal("Succeeded", trial!["ObjectiveStatus"]!.GetValue<string>()));
        Assert.Empty(_account.Violations);

        async Task<string> Status() =>
            (await aws.Call("SageMaker.DescribeHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "tune" }))["HyperParameterTuningJobStatus"]!.GetValue<string>();
    }

    private static Task<JsonObject> Describe(AwsCaller aws, string name) => aws.Call("SageMaker.DescribeTrainingJob", new() { ["TrainingJobName"] = name });
}
