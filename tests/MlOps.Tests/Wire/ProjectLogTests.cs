using System.Text.Json.Nodes;
using MlOps.StandIn.Account;
using MlOps.StandIn.Google;

namespace MlOps.Tests.Wire;

public class ProjectLogTests
{
    private readonly ManualClock _clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("", "one two three four")]
    [InlineData("resource.type=\"ml_job\" AND resource.labels.job_id=\"JOB\"", "one two three four")]
    [InlineData("resource.labels.job_id=\"0\"", "")]
    [InlineData("resource.labels.job_id=\"JOB\" AND resource.labels.task_name=\"workerpool1-0\"", "two")]
    [InlineData("severity>=WARNING", "three")]
    [InlineData("severity=default", "four")]
    [InlineData("timestamp>\"2026-11-01T12:00:01Z\"", "three four")]
    [InlineData("timestamp>=\"2026-11-01T12:00:01Z\" timestamp<\"2026-11-01T12:00:03Z\"", "two three")]
    [InlineData("textPayload:\"OU\"", "four")]
    [InlineData("jsonPayload.message=~\"^t[hw]\"", "two three")]
    [InlineData("textPayload=~\"our$\" OR jsonPayload.message=~\"e$\"", "one three four")]
    [InlineData("jsonPayload.message=(\"one\" OR \"two\")", "one two")]
    [InlineData("NOT jsonPayload.message:*", "four")]
    [InlineData("-severity=ERROR AND jsonPayload.message!=\"one\"", "two four")]
    [InlineData("labels.\"ml.googleapis.com/endpoint\"=\"\" AND logName:\"workerpool0\"", "one three four")]
    [InlineData("\"thr\" OR \"fou\"", "three four")]
    [InlineData("(timestamp=\"2026-11-01T12:00:01Z\" AND insertId>\"zzz\") OR timestamp>\"2026-11-01T12:00:01Z\"", "three four")]
    public async Task A_filter_finds(string filter, string lines)
    {
        var project = new CloudProject(new() { Clock = _clock, CheckAnswers = true });
        await using var google = await GoogleCaller.Of(project);
        var job = await google.Create("digits", "2");
        Write(project, "one");
        Write(project, "two", "workerpool1-0");
        Write(project, "three", severity: "ERROR");
        Write(project, "four", severity: "DEFAULT", json: false);

        Assert.Equal(lines, string.Join(' ', await google.Lines(filter.Replace("JOB", job[(job.LastIndexOf('/') + 1)..], StringComparison.Ordinal))));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Entries_are_in_order_either_way_and_in_pages()
    {
        var project = new CloudProject(new() { Clock = _clock });
        await using var google = await GoogleCaller.Of(project);
        await google.Create("digits");
        project.WriteLog("digits", Enumerable.Range(0, 25).Select(i => $"{i}"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        project.WriteLog("digits", ["last"]);
        var lines = new List<string>();
        string? token = null;
        do
        {
            var page = await google.Entries("severity>=INFO", "timestamp asc", 10, token);
            lines.AddRange(page["entries"]!.AsArray().Select(entry => entry!["jsonPayload"]!["message"]!.GetValue<string>()));
            token = page["nextPageToken"]?.GetValue<string>();
        }
        while (token is not null);

        Assert.Equal([.. Enumerable.Range(0, 25).Select(i => $"{i}"), "last"], lines);
        Assert.Equal("last", (await google.Lines("", "timestamp desc"))[0]);
        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("POST", "/v2/entries:list", Request("", "severity"))).Status);
    }

    [Fact]
    public async Task A_late_entry_appears_before_what_was_read()
    {
        var project = new CloudProject(new() { Clock = _clock });
        await using var google = await GoogleCaller.Of(project);
        await google.Create("digits");
        project.WriteLog("digits", ["one"]);
        project.WriteLog("digits", ["late"], task: "workerpool1-0", at: _clock.GetUtcNow().AddSeconds(0.5), late: TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(1));
        project.WriteLog("digits", ["two"]);

        Assert.Equal(["one", "two"], await google.Lines(""));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["one", "late", "two"], await google.Lines(""));
        Assert.Equal(["late"], await google.Lines("receiveTimestamp>\"2026-11-01T12:00:05Z\""));
    }

    [Fact]
    public async Task Entries_are_delayed_as_the_options_say()
    {
        var project = new CloudProject(new() { Clock = _clock, LogDelay = TimeSpan.FromSeconds(2), LateEvery = 2, LateBy = TimeSpan.FromSeconds(3) });
        await using var google = await GoogleCaller.Of(project);
        await google.Create("digits");
        project.WriteLog("digits", ["a", "b", "c"]);
        var seen = new List<string>();
        foreach (var seconds in new[] { 1, 1, 3 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            seen.Add(string.Concat(await google.Lines("")));
        }

        Assert.Equal(["", "ac", "abc"], seen);
    }

    [Fact]
    public async Task Every_replica_writes_while_it_runs()
    {
        var project = new CloudProject(new() { Clock = _clock, JobSeconds = 10, JobLogLines = 4 });
        await using var google = await GoogleCaller.Of(project);
        await google.Create("digits", "3");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(12, (await google.Lines("jsonPayload.message:\"epoch=\"")).Count);
        Assert.Equal(4, (await google.Lines("resource.labels.task_name=\"workerpool1-1\"")).Count);
        Assert.Equal(["Job is running.", "Job completed successfully."], await google.Lines("resource.labels.task_name=\"service\""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trial_s_log_stands_under_one_of_two_ids(bool tuning)
    {
        var project = new CloudProject(new() { TrialLogsUnderTuningJob = tuning });
        await using var google = await GoogleCaller.Of(project);
        var job = await google.Call("POST", $"{GoogleCaller.Parent}/hyperparameterTuningJobs", GoogleCaller.TuningJob("tune"));
        project.Advance("tune", "RUNNING");
        project.WriteLog("tune-trial-2", ["hello"]);

        var id = (tuning ? job["name"]! : (await google.All("display_name=\"tune-trial-2\""))[0]["name"]!).GetValue<string>().Split('/')[^1];
        Assert.Equal(["hello"], await google.Lines($"resource.labels.job_id=\"{id}\" AND labels.\"ml.googleapis.com/trial_id\"=\"2\""));
    }

    [Fact]
    public async Task An_empty_page_goes_on()
    {
        var project = new CloudProject(new() { EmptyLogPages = true });
        await using var google = await GoogleCaller.Of(project);
        await google.Create("digits");
        project.WriteLog("digits", ["one"]);

        var first = await google.Entries("");
        var second = await google.Entries("", token: first["nextPageToken"]!.GetValue<string>());

        Assert.Null(first["entries"]);
        Assert.Single(second["entries"]!.AsArray());
        Assert.Null(second["nextPageToken"]);
    }

    [Fact]
    public async Task Reads_have_a_quota_of_their_own()
    {
        var project = new CloudProject(new() { Clock = _clock, LogRate = 1, RetryAfterSeconds = 7 });
        await using var google = await GoogleCaller.Of(project);
        await google.Entries("");

        using var refused = await google.Send("POST", "/v2/entries:list", Request(""));

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter!.Delta);
        Assert.Empty(await google.All());
    }

    [Theory]
    [InlineData("severity>=LOUD")]
    [InlineData("timestamp>\"soon\"")]
    [InlineData("a=")]
    [InlineData("(a=1")]
    [InlineData("a=~\"(\"")]
    [InlineData("!a")]
    public async Task A_filter_that_is_not_understood_is_refused(string filter)
    {
        await using var google = await GoogleCaller.Of(new CloudProject());

        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("POST", "/v2/entries:list", Request(filter))).Status);
    }

    [Fact]
    public async Task The_resources_have_to_be_this_project()
    {
        await using var google = await GoogleCaller.Of(new CloudProject());

        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("POST", "/v2/entries:list", [])).Status);
        Assert.Equal("PERMISSION_DENIED", (await google.Fail("POST", "/v2/entries:list", new() { ["resourceNames"] = new JsonArray("projects/other") })).Status);
        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("POST", "/v2/entries:list", new() { ["resourceNames"] = new JsonArray("projects/ml-project-1"), ["pageSize"] = 1001 })).Status);
    }

    private static JsonObject Request(string filter, string? order = null)
    {
        var body = new JsonObject { ["resourceNames"] = new JsonArray("projects/ml-project-1"), ["filter"] = filter };
        if (order is not null)
        {
            body["orderBy"] = order;
        }

        return body;
    }

    private void Write(CloudProject project, string line, string task = "workerpool0-0", string severity = "INFO", bool json = true)
    {
        project.WriteLog("digits", [line], task, severity: severity, json: json);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
