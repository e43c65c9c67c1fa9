using System.Text.Json.Nodes;
using MlOps.StandIn.Account;

namespace MlOps.Tests.Wire;

public class AccountListTests
{
    [Fact]
    public async Task The_page_is_cut_first_and_its_status_filtered_after()
    {
        var account = Account(out var clock);
        await using var aws = await AwsCaller.Of(account);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job(name));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        account.Advance("a", "Completed");

        var first = await List(aws, null);
        Assert.Empty(first.Names);
        Assert.NotNull(first.Next);
        var second = await List(aws, first.Next);
        Assert.Equal(["a"], second.Names);
        Assert.Null(second.Next);
        Assert.Empty(account.Violations);

        static async Task<(IEnumerable<string> Names, string? Next)> List(AwsCaller aws, string? token)
        {
            var request = new JsonObject { ["MaxResults"] = 2, ["StatusEquals"] = "Completed", ["SortBy"] = "CreationTime", ["SortOrder"] = "Descending" };
            if (token is not null)
            {
                request["NextToken"] = token;
            }

            var answer = await aws.Call("SageMaker.ListTrainingJobs", request);
            return (answer["TrainingJobSummaries"]!.AsArray().Select(job => job!["TrainingJobName"]!.GetValue<string>()), answer["NextToken"]?.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_job_that_is_created_while_pages_are_read_shifts_nothing()
    {
        var account = Account(out _);
        account.FillWith(5);
        await using var aws = await AwsCaller.Of(account);

        var first = await aws.Call("SageMaker.ListTrainingJobs", new() { ["MaxResults"] = 3 });
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("new"));
        var second = await aws.Call("SageMaker.ListTrainingJobs", new() { ["MaxResults"] = 3, ["NextToken"] = first["NextToken"]!.GetValue<string>() });

        var names = first["TrainingJobSummaries"]!.AsArray().Concat(second["TrainingJobSummaries"]!.AsArray()).Select(job => job!["TrainingJobName"]!.GetValue<string>());
        Assert.Equal(account.TrainingJobs.Take(5).Reverse(), names);
    }

    [Fact]
    public async Task Names_and_times_narrow_the_list()
    {
        var account = Account(out var clock);
        await using var aws = await AwsCaller.Of(account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("old-digits"));
        clock.Advance(TimeSpan.FromHours(1));
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("new-digits"));
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("new-words"));

        var answer = await aws.Call("SageMaker.ListTrainingJobs", new() { ["NameContains"] = "digits", ["CreationTimeAfter"] = clock.GetUtcNow().ToUnixTimeSeconds() - 60 });

        Assert.Equal("new-digits", Assert.Single(answer["TrainingJobSummaries"]!.AsArray())!["TrainingJobName"]!.GetValue<string>());
    }

    [Fact]
    public async Task Every_answer_keeps_the_contract()
    {
        var account = Account(out _);
        account.FillWith(60, tuningJobs: 2);
        await using var aws = await AwsCaller.Of(account);
        var job = account.TrainingJobs[0];
        var tuning = (await aws.Call("SageMaker.ListHyperParameterTuningJobs", []))["HyperParameterTuningJobSummaries"]![0]!["HyperParameterTuningJobName"]!.GetValue<string>();
        await aws.Call("SageMaker.ListTrainingJobs", new() { ["MaxResults"] = 100 });
        await aws.Call("SageMaker.DescribeTrainingJob", new() { ["TrainingJobName"] = job });
        await aws.Call("SageMaker.Search", new() { ["Resource"] = "TrainingJob", ["MaxResults"] = 100 });
        await aws.Call("SageMaker.Search", new() { ["Resource"] = "HyperParameterTuningJob" });
        await aws.Call("SageMaker.DescribeHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = tuning });
        var trials = await aws.Call("SageMaker.ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = tuning, ["SortBy"] = "FinalObjectiveMetricValue" });
        await aws.Call("SageMaker.ListTags", new() { ["ResourceArn"] = $"arn:aws:sagemaker:eu-central-1:123456789012:training-job/{job}" });
        await aws.Call("SageMaker.DeleteTrainingJob", new() { ["TrainingJobName"] = job });

        Assert.NotEmpty(trials["TrainingJobSummaries"]!.AsArray());
        Assert.Empty(account.Violations);
        Assert.Equal(59, account.TrainingJobs.Count);
    }

    private static CloudAccount Account(out ManualClock clock) => new(new() { Clock = clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero)), CheckAnswers = true });
}
