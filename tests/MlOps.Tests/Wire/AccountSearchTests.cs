using System.Text.Json.Nodes;
using MlOps.StandIn.Account;

namespace MlOps.Tests.Wire;

public class AccountSearchTests
{
    private readonly ManualClock _clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CloudAccount _account;

    public AccountSearchTests() => _account = new(new() { Clock = _clock, CheckAnswers = true });

    [Fact]
    public async Task A_job_and_its_changes_are_seen_when_the_index_has_caught_up()
    {
        _account.Options.IndexLag = TimeSpan.FromSeconds(60);
        await using var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a"));
        Assert.Empty(await Search(aws));

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("InProgress", Status(await Search(aws)));

        _account.Advance("a", "Completed");
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("InProgress", Status(await Search(aws)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Completed", Status(await Search(aws)));

        static string Status(JsonArray results) => Assert.Single(results)!["TrainingJob"]!["TrainingJobStatus"]!.GetValue<string>();
    }

    [Theory]
    [InlineData("""{"Name":"TrainingJobName","Operator":"Contains","Value":"DIGITS"}""", "digits-a,digits-b")]
    [InlineData("""{"Name":"TrainingJobName","Value":"digits-a"}""", "digits-a")]
    [InlineData("""{"Name":"TrainingJobName","Operator":"In","Value":"digits-a,words"}""", "digits-a,words")]
    [InlineData("""{"Name":"TrainingJobName","Operator":"NotEquals","Value":"words"}""", "digits-a,digits-b")]
    [InlineData("""{"Name":"Tags.team","Value":"vision"}""", "digits-a")]
    [InlineData("""{"Name":"Tags.team","Operator":"Exists"}""", "digits-a")]
    [InlineData("""{"Name":"Tags.team","Operator":"NotExists"}""", "digits-b,words")]
    [InlineData("""{"Name":"HyperParameters.lr.start","Operator":"LessThan","Value":"0.1"}""", "digits-b")]
    [InlineData("""{"Name":"HyperParameters.lr.start","Operator":"GreaterThanOrEqualTo","Value":"0.1"}""", "digits-a")]
    [InlineData("""{"Name":"ResourceConfig.InstanceCount","Operator":"GreaterThan","Value":"1"}""", "words")]
    [InlineData("""{"Name":"CreationTime","Operator":"GreaterThan","Value":"2026-11-01T12:00:00"}""", "digits-b,words")]
    [InlineData("""{"Name":"CreationTime","Operator":"LessThanOrEqualTo","Value":"2026-11-01T12:00:00"}""", "digits-a")]
    [InlineData("""{"Name":"Metrics.val_loss","Operator":"LessThan","Value":"0.5"}""", "words")]
    public async Task A_filter_picks_jobs(string filter, string names)
    {
        await using var aws = await ThreeJobs();

        Assert.Equal(names, string.Join(',', (await Search(aws, $$"""{"Filters":[{{filter}}]}""")).Select(result => result!["TrainingJob"]!["TrainingJobName"]!.GetValue<string>())));
        Assert.Empty(_account.Violations);
    }

    [Fact]
    public async Task Expressions_nest()
    {
        await using var aws = await ThreeJobs();

        var found = await Search(aws, """
            {"Filters":[{"Name":"TrainingJobStatus","Value":"InProgress"}],"SubExpressions":[{"Operator":"Or","Filters":[{"Name":"TrainingJobName","Value":"words"},{"Name":"Tags.team","Value":"vision"}]}]}
            """);

        Assert.Equal("digits-a", Assert.Single(found)!["TrainingJob"]!["TrainingJobName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"Filters":[{"Name":"TrainingJobName","Operator":"Contains","Value":"a"},{"Name":"RoleArn","Operator":"Contains","Value":"b"}]}""", "'CONTAINS' operator usage limit of 1 exceeded.")]
    [InlineData("""{"Filters":[{"Name":"Color","Value":"red"}]}""", "Unknown property name: Color")]
    [InlineData("""{"Filters":[{"Name":"CreationTime","Operator":"GreaterThan","Value":"2026-11-01"}]}""", "has to be a time")]
    [InlineData("""{"Filters":[{"Name":"TrainingJobName","Operator":"GreaterThan","Value":"a"}]}""", "not for text")]
    public async Task What_the_service_refuses_is_refused(string expression, string message)
    {
        await using var aws = await AwsCaller.Of(_account);

        var error = await aws.Fail("SageMaker.Search", new() { ["Resource"] = "TrainingJob", ["SearchExpression"] = JsonNode.Parse(expression) });

        Assert.Equal("ValidationException", error.Type);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_have_all_jobs_once_newest_first()
    {
        _account.FillWith(250, bursts: true);
        await using var aws = await AwsCaller.Of(_account);
        var names = new List<string>();
        string? token = null;
        do
        {
            var request = new JsonObject { ["Resource"] = "TrainingJob", ["MaxResults"] = 100, ["SortBy"] = "CreationTime", ["SortOrder"] = "Descending" };
            if (token is not null)
            {
                request["NextToken"] = token;
            }

            var answer = await aws.Call("SageMaker.Search", request);
            Assert.Equal(250, answer["TotalHits"]!["Value"]!.GetValue<int>());
            names.AddRange(answer["Results"]!.AsArray().Select(result => result!["TrainingJob"]!["TrainingJobName"]!.GetValue<string>()));
            token = answer["NextToken"]?.GetValue<string>();
        }
        while (token is not null);

        Assert.Equal(_account.TrainingJobs.Reverse(), names);
        Assert.Empty(_account.Violations);
    }

    private static async Task<JsonArray> Search(AwsCaller aws, string expression = "{}") =>
        (await aws.Call("SageMaker.Search", new() { ["Resource"] = "TrainingJob", ["SearchExpression"] = JsonNode.Parse(expression), ["SortBy"] = "CreationTime", ["SortOrder"] = "Ascending" }))["Results"]!.AsArray();

    private async Task<AwsCaller> ThreeJobs()
    {
        var aws = await AwsCaller.Of(_account);
        var a = AwsCaller.Job("digits-a");
        a["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = "vision" });
        a["HyperParameters"] = new JsonObject { ["lr.start"] = "0.1" };
        await aws.Call("SageMaker.CreateTrainingJob", a);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var b = AwsCaller.Job("digits-b");
        b["HyperParameters"] = new JsonObject { ["lr.start"] = "0.05" };
        await aws.Call("SageMaker.CreateTrainingJob", b);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("words", instances: 2));
        _account.Advance("words", "Training");
        _account.WriteLog("words", ["val_loss=0.9", "val_loss=0.4"]);
        _account.Advance("words", "Completed");
        return aws;
    }
}
