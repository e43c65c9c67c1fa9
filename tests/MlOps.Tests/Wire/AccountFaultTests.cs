using System.Text.Json.Nodes;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;

namespace MlOps.Tests.Wire;

public class AccountFaultTests
{
    [Fact]
    public async Task More_calls_than_the_rate_allows_are_throttled_until_time_has_passed()
    {
        var clock = new ManualClock(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
        await using var aws = await AwsCaller.Of(new CloudAccount(new() { Clock = clock, Rate = 2 }));
        await aws.Call("SageMaker.ListTrainingJobs", []);
        await aws.Call("SageMaker.ListTrainingJobs", []);

        Assert.Equal(("ThrottlingException", "Rate exceeded"), await aws.Fail("SageMaker.ListTrainingJobs", []));

        clock.Advance(TimeSpan.FromSeconds(0.5));
        await aws.Call("SageMaker.ListTrainingJobs", []);
    }

    [Fact]
    public async Task A_denied_operation_says_who_may_not_do_what()
    {
        var account = new CloudAccount();
        account.Options.Denied.Add("Search");
        await using var aws = await AwsCaller.Of(account);

        var error = await aws.Fail("SageMaker.Search", new() { ["Resource"] = "TrainingJob" });

        Assert.Equal("AccessDeniedException", error.Type);
        Assert.StartsWith("User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sagemaker:Search ", error.Message, StringComparison.Ordinal);
        await aws.Control("allow", new() { ["operation"] = "Search" });
        await aws.Call("SageMaker.Search", new() { ["Resource"] = "TrainingJob" });
    }

    [Theory]
    [InlineData(FaultKind.Status500, "InternalFailure", 500)]
    [InlineData(FaultKind.Expired, "ExpiredTokenException", 400)]
    [InlineData(FaultKind.Skew, "InvalidSignatureException", 400)]
    [InlineData(FaultKind.Throttle, "ThrottlingException", 400)]
    public async Task An_error_is_answered_as_often_as_it_was_asked_for(FaultKind kind, string type, int status)
    {
        var account = new CloudAccount();
        account.AddFault("ListTrainingJobs", kind, times: 2);
        await using var aws = await AwsCaller.Of(account);

        Assert.Equal(type, (await aws.Fail("SageMaker.ListTrainingJobs", [], status)).Type);
        Assert.Equal(type, (await aws.Fail("SageMaker.ListTrainingJobs", [], status)).Type);
        await aws.Call("SageMaker.ListTrainingJobs", []);
    }

    [Fact]
    public async Task A_clock_that_is_off_shows_in_the_date()
    {
        var account = new CloudAccount();
        account.AddFault("*", FaultKind.Skew);
        await using var aws = await AwsCaller.Of(account);

        using var answer = await aws.Send("SageMaker.ListTrainingJobs", []);

        Assert.InRange(answer.Headers.Date!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task An_answer_that_is_lost_has_had_its_effect()
    {
        var account = new CloudAccount();
        account.AddFault("CreateTrainingJob", FaultKind.Reset);
        await using var aws = await AwsCaller.Of(account);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => aws.Send("SageMaker.CreateTrainingJob", AwsCaller.Job("a")));

        Assert.Equal(["a"], account.TrainingJobs);
    }

    [Fact]
    public async Task A_truncated_answer_agrees_with_its_length()
    {
        var account = new CloudAccount();
        account.FillWith(3);
        account.AddFault("Search", FaultKind.Truncate);
        await using var aws = await AwsCaller.Of(account);

        using var answer = await aws.Send("SageMaker.Search", new() { ["Resource"] = "TrainingJob" });
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(answer.Content.Headers.ContentLength, body.Length);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(body));
    }

    [Fact]
    public async Task A_slow_answer_is_whole()
    {
        var account = new CloudAccount();
        account.FillWith(3);
        await using var aws = await AwsCaller.Of(account);
        await aws.Control("fault", new() { ["operation"] = "Search", ["kind"] = "slow" });

        Assert.Equal(3, (await aws.Call("SageMaker.Search", new() { ["Resource"] = "TrainingJob" }))["Results"]!.AsArray().Count);
    }

    [Fact]
    public async Task Calls_are_counted_and_kept_without_secrets()
    {
        var account = new CloudAccount(new() { Latency = TimeSpan.FromSeconds(1) });
        await using var aws = await AwsCaller.Of(account);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => aws.Call("SageMaker.ListTrainingJobs", [])));

        Assert.Equal(3, account.Calls.Count("ListTrainingJobs"));
        Assert.Equal(3, account.Calls.Peak);
        Assert.All(account.Calls.All, call => Assert.DoesNotContain("secret", call.Headers.Values));
        var shown = (await aws.Control("calls", [])).AsObject();
        Assert.Equal(3, shown["counts"]!["ListTrainingJobs"]!.GetValue<int>());
        Assert.Equal(3, shown["requests"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_unknown_operation_is_refused_and_remembered()
    {
        var account = new CloudAccount();
        await using var aws = await AwsCaller.Of(account);

        Assert.Equal("UnknownOperationException", (await aws.Fail("SageMaker.CreateEverything", [])).Type);
        Assert.Single(account.Violations);
    }
}
