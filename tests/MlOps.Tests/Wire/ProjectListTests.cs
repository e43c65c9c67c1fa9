using System.Diagnostics;
using System.Text.Json.Nodes;
using MlOps.StandIn.Account;
using MlOps.StandIn.Google;

namespace MlOps.Tests.Wire;

public class ProjectListTests
{
    private readonly ManualClock _clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("", "alpha beta gamma")]
    [InlineData("display_name=\"alpha\"", "alpha")]
    [InlineData("display_name!=\"alpha\"", "beta gamma")]
    [InlineData("display_name:\"*a*m*\"", "gamma")]
    [InlineData("display_name:\"be*\" OR display_name:\"*pha\"", "alpha beta")]
    [InlineData("state=\"JOB_STATE_SUCCEEDED\"", "beta")]
    [InlineData("state!=JOB_STATE_SUCCEEDED", "alpha gamma")]
    [InlineData("labels.team=vision", "alpha")]
    [InlineData("labels.team:*", "alpha beta")]
    [InlineData("NOT labels.team:*", "gamma")]
    [InlineData("-labels.team:*", "gamma")]
    [InlineData("create_time>=\"2026-11-01T12:01:00Z\" AND create_time<\"2026-11-01T12:02:00Z\"", "beta")]
    [InlineData("create_time=\"2026-11-01T13:02:00+01:00\"", "gamma")]
    [InlineData("NOT (display_name=\"alpha\" OR display_name=\"beta\")", "gamma")]
    // OR binds closer than AND.
    [InlineData("display_name=\"alpha\" OR display_name=\"beta\" AND labels.team=\"risk\"", "beta")]
    [InlineData("(display_name=\"alpha\") OR (display_name=\"beta\" AND labels.team=\"risk\")", "alpha beta")]
    public async Task A_filter_finds(string filter, string names)
    {
        var project = new CloudProject(new() { Clock = _clock });
        await using var google = await GoogleCaller.Of(project);
        foreach (var (name, team) in new[] { ("alpha", "vision"), ("beta", "risk"), ("gamma", null) })
        {
            var job = GoogleCaller.Job(name);
            if (team is not null)
            {
                job["labels"] = new JsonObject { ["team"] = team };
            }

            await google.Call("POST", $"{GoogleCaller.Parent}/customJobs", job);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        project.Advance("beta", "SUCCEEDED");

        Assert.Equal(names, await google.Names(filter));
    }

    [Theory]
    [InlineData("color=\"red\"")]
    [InlineData("display_name=")]
    [InlineData("display_name>\"a\"")]
    [InlineData("state=\"DONE\"")]
    [InlineData("create_time>\"yesterday\"")]
    [InlineData("(state=\"JOB_STATE_RUNNING\"")]
    [InlineData("state=\"JOB_STATE_RUNNING\" AND")]
    [InlineData("OR")]
    [InlineData("alpha")]
    public async Task A_filter_that_is_not_understood_is_refused(string filter)
    {
        await using var google = await GoogleCaller.Of(new CloudProject());

        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("GET", $"{GoogleCaller.Parent}/customJobs?filter={Uri.EscapeDataString(filter)}")).Status);
    }

    [Fact]
    public async Task Pages_hold_every_job_once_in_an_order_that_is_not_that_of_time()
    {
        var project = new CloudProject(new() { Clock = _clock, PageCap = 30 });
        project.FillWith(250, tuningJobs: 4);
        await using var google = await GoogleCaller.Of(project);

        var jobs = await google.All(pageSize: 50);
        var created = jobs.ConvertAll(job => job["createTime"]!.GetValue<string>());

        Assert.Equal(250, jobs.Select(job => job["name"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(9, project.Calls.Count("ListCustomJobs"));
        Assert.NotEqual(created.Order(StringComparer.Ordinal), created);
        Assert.NotEqual(created.OrderDescending(StringComparer.Ordinal), created);
        Assert.Equal(created, (await google.All(pageSize: 7)).ConvertAll(job => job["createTime"]!.GetValue<string>()));
        Assert.Equal(4, (await google.All(collection: "hyperparameterTuningJobs")).Count);
    }

    [Fact]
    public async Task A_token_belongs_to_its_filter()
    {
        var project = new CloudProject();
        project.FillWith(3);
        await using var google = await GoogleCaller.Of(project);
        var token = (await google.Call("GET", $"{GoogleCaller.Parent}/customJobs?pageSize=1"))["nextPageToken"]!.GetValue<string>();

        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("GET", $"{GoogleCaller.Parent}/customJobs?filter=labels.team:*&pageToken={token}")).Status);
        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("GET", $"{GoogleCaller.Parent}/customJobs?pageToken=x")).Status);
        Assert.Equal("INVALID_ARGUMENT", (await google.Fail("GET", $"{GoogleCaller.Parent}/customJobs?pageSize=-1")).Status);
    }

    [Fact]
    public async Task A_job_that_is_added_between_pages_shifts_nothing()
    {
        var project = new CloudProject();
        project.FillWith(20);
        var before = project.CustomJobs;
        await using var google = await GoogleCaller.Of(project);
        var page = await google.Call("GET", $"{GoogleCaller.Parent}/customJobs?pageSize=10");
        for (var i = 0; i < 5; i++)
        {
            await google.Create("new");
        }

        var rest = await google.Call("GET", $"{GoogleCaller.Parent}/customJobs?pageSize=100&pageToken={page["nextPageToken"]!.GetValue<string>()}");
        var seen = page["customJobs"]!.AsArray().Concat(rest["customJobs"]!.AsArray()).Select(job => job!["name"]!.GetValue<string>()).ToList();

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Superset(before.ToHashSet(), seen.ToHashSet());
    }

    [Fact]
    public async Task Ten_thousand_jobs_are_made_and_sliced_quickly()
    {
        var watch = Stopwatch.StartNew();
        var project = new CloudProject(new() { Clock = _clock });
        project.FillWith(10_000, tuningJobs: 20);
        await using var google = await GoogleCaller.Of(project);
        var found = 0;
        for (var day = 1; day <= 30; day++)
        {
            found += (await google.All($"create_time>=\"2026-09-{day:D2}T00:00:00Z\" AND create_time<\"2026-09-{day:D2}T23:59:59.999999Z\"")).Count;
        }

        Assert.InRange(found, 780, 860);
        // Far more than it takes: this machine may be busy.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
