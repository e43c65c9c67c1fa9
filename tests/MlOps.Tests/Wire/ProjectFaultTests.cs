using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Account;
using MlOps.StandIn.Google;
using MlOps.StandIn.Playback;
using MlOps.StandIn.Serving;
using MlOps.Tests.Support;

namespace MlOps.Tests.Wire;

public class ProjectFaultTests
{
    private const string Jobs = $"{GoogleCaller.Parent}/customJobs";

    [Theory]
    [InlineData(FaultKind.Status500, 500, "INTERNAL")]
    [InlineData(FaultKind.Status503, 503, "UNAVAILABLE")]
    [InlineData(FaultKind.Expired, 401, "UNAUTHENTICATED")]
    [InlineData(FaultKind.Throttle, 429, "RESOURCE_EXHAUSTED")]
    public async Task An_error_is_answered_once(FaultKind kind, int code, string status)
    {
        var project = new CloudProject();
        project.AddFault("ListCustomJobs", kind);
        await using var google = await GoogleCaller.Of(project);

        var error = await google.Fail("GET", Jobs);

        Assert.Equal((code, status), (error.Code, error.Status));
        await google.Call("GET", Jobs);
    }

    [Fact]
    public async Task An_answer_that_is_lost_has_had_its_effect()
    {
        var project = new CloudProject();
        project.AddFault("*", FaultKind.Reset);
        await using var google = await GoogleCaller.Of(project);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => google.Send("POST", Jobs, GoogleCaller.Job("a")));

        Assert.Single(project.CustomJobs);
    }

    [Fact]
    public async Task More_calls_than_the_rate_allows_are_refused()
    {
        var clock = new ManualClock(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
        await using var google = await GoogleCaller.Of(new CloudProject(new() { Clock = clock, Rate = 1 }));
        await google.Call("GET", Jobs);

        using var refused = await google.Send("GET", Jobs);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Null(refused.Headers.RetryAfter);
        clock.Advance(TimeSpan.FromSeconds(1));
        await google.Call("GET", Jobs);
    }

    [Theory]
    [InlineData("ListCustomJobs")]
    [InlineData("aiplatform.customJobs.list")]
    public async Task A_denied_operation_says_which_permission_is_missing(string denied)
    {
        var project = new CloudProject();
        project.Options.Denied.Add(denied);
        await using var google = await GoogleCaller.Of(project);

        using var answer = await google.Send("GET", Jobs);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
        var allowed = await google.Call("POST", "/v1/projects/ml-project-1:testIamPermissions", new() { ["permissions"] = new JsonArray("aiplatform.customJobs.list", "aiplatform.customJobs.create") });

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", error["details"]![0]!["@type"]!.GetValue<string>());
        Assert.Equal("aiplatform.customJobs.list", error["details"]![0]!["metadata"]!["permission"]!.GetValue<string>());
        Assert.Equal(["aiplatform.customJobs.create"], allowed["permissions"]!.AsArray().Select(permission => permission!.GetValue<string>()));
    }

    [Fact]
    public async Task That_there_were_credentials_is_seen_and_they_are_not()
    {
        var project = new CloudProject(new() { RequireAuthorization = true });
        await using var google = await GoogleCaller.Of(project);
        await google.Call("GET", $"{Jobs}?pageSize=5");

        Assert.True(Assert.Single(project.Calls.All).Authorized);
        var shown = (await google.Control("calls", []))["requests"]![0]!;
        Assert.Equal("(not kept)", shown["headers"]!["Authorization"]!.GetValue<string>());
        Assert.Equal("Vertex.ListCustomJobs", shown["target"]!.GetValue<string>());
        Assert.Equal("5", shown["query"]!["pageSize"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_token_is_given_for_any_grant_and_what_was_sent_for_it_is_not_kept()
    {
        var project = new CloudProject();
        await using var server = await StandInServer.StartAsync(project, cancellation: TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", "secret")]);

        using var answer = await http.PostAsync(new Uri($"{server.Url}/token"), form, TestContext.Current.CancellationToken);

        Assert.Equal("Bearer", JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["token_type"]!.GetValue<string>());
        Assert.DoesNotContain("secret", Assert.Single(project.Calls.All).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_accounts_and_buckets_can_be_looked_at()
    {
        var project = new CloudProject();
        project.AddObject("data", "digits/train/a.csv", "1,2"u8.ToArray());
        project.AddObject("data", "digits/b.csv", "3"u8.ToArray());
        await using var google = await GoogleCaller.Of(project);
        const string Account = "/v1/projects/-/serviceAccounts/training@ml-project-1.iam.gserviceaccount.com";

        Assert.Equal("training", (await google.Call("GET", Account))["displayName"]!.GetValue<string>());
        Assert.Single((await google.Call("POST", $"{Account}:testIamPermissions", new() { ["permissions"] = new JsonArray("iam.serviceAccounts.actAs") }))["permissions"]!.AsArray());
        Assert.Equal(404, (await google.Fail("GET", "/v1/projects/-/serviceAccounts/nobody@x.iam.gserviceaccount.com")).Code);
        Assert.Equal("data", (await google.Call("GET", "/storage/v1/b/data"))["name"]!.GetValue<string>());
        Assert.Equal(2, (await google.Call("GET", "/storage/v1/b/data/o?prefix=digits%2F"))["items"]!.AsArray().Count);
        var folder = await google.Call("GET", "/storage/v1/b/data/o?prefix=digits%2F&delimiter=%2F");
        Assert.Equal("digits/train/", folder["prefixes"]![0]!.GetValue<string>());
        Assert.Single(folder["items"]!.AsArray());
        Assert.Equal(2, (await google.Call("GET", "/storage/v1/b/data/iam/testPermissions?permissions=storage.objects.get&permissions=storage.objects.list"))["permissions"]!.AsArray().Count);
        using var media = await google.Send("GET", "/storage/v1/b/data/o/digits%2Ftrain%2Fa.csv?alt=media");
        Assert.Equal("1,2", Encoding.UTF8.GetString(await media.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal("3", (await google.Call("GET", "/storage/v1/b/data/o/digits%2Ftrain%2Fa.csv"))["size"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_path_that_is_none_is_refused_and_remembered()
    {
        var project = new CloudProject();
        await using var google = await GoogleCaller.Of(project);

        Assert.Equal(404, (await google.Fail("GET", $"{GoogleCaller.Parent}/models")).Code);
        Assert.Single(project.Violations);
    }

    [Fact]
    public async Task The_control_endpoint_takes_a_job_on()
    {
        var project = new CloudProject();
        await using var google = await GoogleCaller.Of(project);
        var job = await google.Create("digits");
        await google.Control("advance", new() { ["job"] = "digits", ["to"] = "FAILED", ["reason"] = "no memory" });
        await google.Control("log", new() { ["job"] = "digits", ["lines"] = new JsonArray("hello"), ["json"] = false });

        Assert.Equal("no memory", (await google.Call("GET", job))["error"]!["message"]!.GetValue<string>());
        Assert.Contains("hello", await google.Lines("textPayload:*"));
    }

    [Fact]
    public async Task Every_old_document_can_be_added_and_found()
    {
        var scenario = Scenario.Read(Path.Combine(Repository.Root, "tests", "fixtures", "vertex", "old-jobs.json"));
        var project = new CloudProject(new() { JobSeconds = 1, CheckAnswers = true });
        var jobs = scenario.Exchanges.Where(exchange => exchange.Operation == "Vertex.ListCustomJobs").SelectMany(exchange => exchange.Response.Body!["customJobs"]!.AsArray()).ToList();
        jobs.ForEach(job => project.Add(job!.AsObject()));
        await using var google = await GoogleCaller.Of(project);

        Assert.Equal(jobs.Count, (await google.All()).Count);
        Assert.Equal("too-late", await google.Names("state=\"JOB_STATE_EXPIRED\""));
        Assert.Equal("half-done", await google.Names("state=\"JOB_STATE_PARTIALLY_SUCCEEDED\""));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Fixtures_are_played_to_rest_calls_too()
    {
        var player = ScenarioPlayer.Load(Path.Combine(Repository.Root, "tests", "fixtures", "vertex", "start.json"));
        await using var google = await GoogleCaller.Of(player);
        await google.Call("POST", Jobs, GoogleCaller.Job("digits-1"));
        var states = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            states.Add((await google.Call("GET", $"{Jobs}/5555555555555555555"))["state"]!.GetValue<string>()[10..]);
        }

        Assert.Equal(["QUEUED", "PENDING", "RUNNING", "RUNNING", "SUCCEEDED"], states);
        Assert.Empty(player.Failures);
        Assert.Equal(400, (await google.Fail("GET", Jobs)).Code);
        Assert.Single(player.Failures);
    }
}
