using System.Text.Json.Nodes;
using MlOps.Providers.SageMaker;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;
using static MlOps.Tests.SageMaker.SageMakerFixture;

namespace MlOps.Tests.SageMaker;

/// <summary>Get-MlJob's list through HTTP, against an account with state.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class ListingTests
{
    [Fact]
    public async Task Every_job_is_there_with_every_property_and_the_newest_first()
    {
        var account = new CloudAccount();
        account.FillWith(2500);
        await using var sageMaker = await Serve(account);

        var jobs = await sageMaker.List();

        Assert.Equal(account.TrainingJobs.Reverse(), jobs.Select(job => job.Name));
        Assert.Equal(jobs.OrderByDescending(job => job.CreatedAt).Select(job => job.CreatedAt), jobs.Select(job => job.CreatedAt));
        Assert.All(jobs, AssertWhole);
        Assert.InRange(account.Calls.All.Count, 25, 60);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Jobs_in_bursts_are_all_there()
    {
        var account = new CloudAccount();
        account.FillWith(1500, bursts: true);
        await using var sageMaker = await Serve(account);

        Assert.Equal(account.TrainingJobs.Order(StringComparer.Ordinal), (await sageMaker.List()).Select(job => job.Name).Order(StringComparer.Ordinal));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_job_that_the_search_does_not_know_yet_is_in_its_place()
    {
        var account = new CloudAccount(new() { IndexLag = TimeSpan.FromSeconds(60) });
        account.FillWith(300, tuningJobs: 2);
        await using var sageMaker = await Serve(account);
        var started = await sageMaker.Provider().StartAsync(Jobs.Spec with { Tags = new Dictionary<string, string> { ["team"] = "vision" } }, Stop);

        var jobs = await sageMaker.List(new() { Kind = MlJobKind.Training });
        var tagged = await sageMaker.List(new() { Tags = Tag("team", "VISION"), Statuses = [MlJobStatus.Pending, MlJobStatus.Running] });
        var named = await sageMaker.List(new() { Names = [NamePattern.Parse("DIGITS-?")] });

        Assert.Equal(account.TrainingJobs.Reverse(), jobs.Select(job => job.Name));
        Assert.Equal(started.Name, jobs[0].Name);
        Assert.Equal("vision", jobs[0].Tag["team"]);
        Assert.Equal(["digits-1"], tagged.Select(job => job.Name));
        Assert.Equal(["digits-1"], named.Select(job => job.Name));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_job_that_the_search_shows_as_it_was_is_shown_as_it_is()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        var account = new CloudAccount(new() { IndexLag = TimeSpan.FromSeconds(60), Clock = clock });
        account.FillWith(150);
        await using var sageMaker = await Serve(account);
        await sageMaker.Provider().StartAsync(Jobs.Spec, Stop);
        account.Advance("digits-1", "Training");
        clock.Advance(TimeSpan.FromMinutes(2));
        account.Advance("digits-1", "Completed");

        Assert.Equal(MlJobStatus.Succeeded, (await sageMaker.List())[0].Status);
        Assert.Equal("digits-1", (await sageMaker.List(new() { Statuses = [MlJobStatus.Succeeded] }))[0].Name);
        Assert.Empty(await sageMaker.List(new() { Statuses = [MlJobStatus.Running] }));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_job_that_was_deleted_is_left_out_though_the_search_still_knows_it()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        var account = new CloudAccount(new() { IndexLag = TimeSpan.FromSeconds(60), Clock = clock });
        account.FillWith(50);
        await using var sageMaker = await Serve(account);
        var job = await sageMaker.Provider().StartAsync(Jobs.Spec, Stop);
        account.Advance("digits-1", "Completed");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(51, (await sageMaker.List()).Count);

        await sageMaker.Provider().RemoveAsync(job, Stop);

        Assert.Equal(account.TrainingJobs.Reverse(), (await sageMaker.List()).Select(each => each.Name));
        Assert.DoesNotContain("digits-1", account.TrainingJobs);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Without_the_permission_to_search_the_result_is_the_same()
    {
        var account = new CloudAccount();
        account.FillWith(250, tuningJobs: 3);
        await using var sageMaker = await Serve(account);
        var searched = await sageMaker.List();
        account.Options.Denied.Add("Search");
        account.Calls.Clear();

        var listed = await sageMaker.List();

        Assert.Equal(searched.Select(Shown), listed.Select(Shown));
        Assert.All(listed.Where(job => job.Kind == MlJobKind.Training), AssertWhole);
        Assert.Equal(250, account.Calls.Count("DescribeTrainingJob"));
        Assert.Equal(253, account.Calls.Count("ListTags"));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Without_the_permission_to_search_a_query_describes_only_what_it_may_want()
    {
        var account = new CloudAccount();
        account.FillWith(250);
        await using var sageMaker = await Serve(account);
        var query = new JobQuery { Statuses = [MlJobStatus.Failed], Names = [NamePattern.Parse("*resnet*")], CreatedAfter = DateTimeOffset.UtcNow.AddDays(-200) };
        var searched = await sageMaker.List(query);
        account.Options.Denied.Add("Search");
        account.Calls.Clear();

        Assert.Equal(searched.Select(Shown), (await sageMaker.List(query)).Select(Shown));
        Assert.NotEmpty(searched);
        Assert.Equal(searched.Count, account.Calls.Count("DescribeTrainingJob"));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Pages_that_are_cut_first_and_filtered_after_lose_nothing()
    {
        var account = new CloudAccount(new() { PageCap = 7 });
        account.FillWith(200);
        await using var sageMaker = await Serve(account);
        var searched = await sageMaker.List();
        account.Options.Denied.Add("Search");

        var failed = await sageMaker.List(new() { Statuses = [MlJobStatus.Failed] });

        Assert.Equal(200, searched.Count);
        Assert.Equal(searched.Where(job => job.Status == MlJobStatus.Failed).Select(Shown), failed.Select(Shown));
        Assert.Equal(searched.Select(Shown), (await sageMaker.List()).Select(Shown));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Without_the_permission_to_see_tags_jobs_are_shown_without()
    {
        var account = new CloudAccount();
        account.FillWith(30);
        account.Options.Denied.UnionWith(["Search", "ListTags"]);
        await using var sageMaker = await Serve(account);

        var jobs = await sageMaker.List();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.List(new() { Tags = Tag("team", "*") }));

        Assert.Equal(30, jobs.Count);
        Assert.All(jobs, job => Assert.Empty(job.Tag));
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("sagemaker:ListTags", error.Message, StringComparison.Ordinal);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Without_the_permission_to_list_the_search_is_all_there_is()
    {
        var account = new CloudAccount();
        account.FillWith(130);
        account.Options.Denied.Add("ListTrainingJobs");
        await using var sageMaker = await Serve(account);

        Assert.Equal(130, (await sageMaker.List()).Count);

        account.Options.Denied.Add("Search");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.List());
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("sagemaker:ListTrainingJobs", error.Message, StringComparison.Ordinal);
        Assert.Empty(account.Violations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pattern_finds_the_same_jobs_whether_or_not_the_service_ignores_case(bool ignoresCase)
    {
        var account = new CloudAccount(new() { ContainsIgnoresCase = ignoresCase });
        account.FillWith(400);
        await using var sageMaker = await Serve(account);
        var expected = account.TrainingJobs.Where(name => name.Contains("resnet", StringComparison.Ordinal)).Reverse();

        var found = await sageMaker.List(new() { Names = [NamePattern.Parse("*RESNET*")], Kind = MlJobKind.Training });

        Assert.Equal(expected, found.Select(job => job.Name));
        var contains = Filters(account).Any(filter => (string?)filter["Operator"] == "Contains" && (string?)filter["Value"] == "RESNET");
        Assert.Equal(ignoresCase, contains);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task What_the_service_can_filter_it_is_asked_to()
    {
        var account = new CloudAccount();
        account.FillWith(500);
        await using var sageMaker = await Serve(account);
        var all = await sageMaker.List();
        account.Calls.Clear();
        var query = new JobQuery
        {
            Kind = MlJobKind.Training,
            Statuses = [MlJobStatus.Failed, MlJobStatus.Stopped],
            Tags = Tag("team", "vis*"),
            CreatedAfter = all[400].CreatedAt,
            CreatedBefore = all[50].CreatedAt,
        };

        var found = await sageMaker.List(query);

        Assert.Equal(all.Where(query.Matches).Select(Shown), found.Select(Shown));
        Assert.NotEmpty(found);
        Assert.All(account.Calls.All.Where(call => call.Operation == "Search"), call =>
        {
            var filters = Filters(call).ToDictionary(filter => $"{filter["Name"]} {filter["Operator"]}", filter => (string?)filter["Value"]);
            Assert.Equal("Failed,DeleteFailed,Stopped", filters["TrainingJobStatus In"]);
            Assert.Null(filters["Tags.team Exists"]);
            Assert.Contains("CreationTime GreaterThanOrEqualTo", filters);
            Assert.Contains("CreationTime LessThan", filters);
        });
        Assert.InRange(account.Calls.Count("Search"), 1, 3);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_service_that_asks_to_slow_down_gets_fewer_calls_and_loses_nothing()
    {
        var account = new CloudAccount(new() { Rate = 20, Latency = TimeSpan.FromMilliseconds(100), PageCap = 25 });
        account.FillWith(1500);
        await using var sageMaker = await Serve(account);
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "1";

        var jobs = await sageMaker.List(new() { Kind = MlJobKind.Training });

        Assert.Equal(1500, jobs.Select(job => job.Name).Distinct().Count());
        Assert.Equal(1500, jobs.Count);
        Assert.True(account.Calls.Peak <= SageMakerAccount.Calls);
        Assert.InRange(account.Calls.Count("Search"), 60, 200);
        Assert.True(AtOnce(account, second: 2) < AtOnce(account, second: 0), "There were as many calls as before.");
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task The_first_few_do_not_cost_the_whole_list()
    {
        var account = new CloudAccount(new() { Latency = TimeSpan.FromMilliseconds(30) });
        account.FillWith(10_000);
        await using var sageMaker = await Serve(account);

        var found = await JobFinder.FindAsync([sageMaker.Provider()], JobQuery.All, 5, Stop).ToListAsync(Stop);

        Assert.Equal(account.TrainingJobs.Reverse().Take(5), found.Select(answer => answer.Value!.Job.Name));
        Assert.InRange(account.Calls.All.Count, 1, 25);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Tuning_jobs_have_what_only_they_have()
    {
        var account = new CloudAccount();
        account.FillWith(100, tuningJobs: 5);
        await using var sageMaker = await Serve(account);

        var both = await sageMaker.List();
        account.Calls.Clear();
        var tuning = await sageMaker.List(new() { Kind = MlJobKind.Tuning });

        Assert.Equal(105, both.Count);
        Assert.Equal(both.OrderByDescending(job => job.CreatedAt).Select(job => job.CreatedAt), both.Select(job => job.CreatedAt));
        Assert.Equal(5, tuning.Count);
        Assert.All(tuning, job =>
        {
            var one = Assert.IsType<MlTuningJob>(job);
            Assert.Equal(("val_loss", MlGoal.Minimize, 5, 2), (one.Objective, one.Goal, one.MaxTrials, one.MaxParallel));
            Assert.Equal(5, one.SucceededTrials + one.FailedTrials + one.StoppedTrials);
            Assert.NotNull(one.BestTrial);
        });
        Assert.Equal(25, both.Count(job => tuning.Any(one => one.Name == job.TuningJobName)));
        Assert.Equal(0, account.Calls.Count("ListTrainingJobs"));
        Assert.DoesNotContain(account.Calls.All, call => call.Operation == "Search" && (string?)call.Json()!["Resource"] == "TrainingJob");
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Jobs_of_old_shapes_are_read()
    {
        var player = Play("sagemaker/old-jobs.json");
        await using var sageMaker = await Serve(player);

        var jobs = await sageMaker.Provider().ListAsync(new() { Kind = MlJobKind.Training, CreatedAfter = DateTimeOffset.UnixEpoch }, Stop).ToListAsync(Stop);

        Assert.Contains(jobs, job => job is { Name: "first-year", Status: MlJobStatus.Succeeded, InstanceType: "ml.m5.large" });
        Assert.Contains(jobs, job => job is { Name: "still-launching", ProviderStatus: "LaunchingMLInstances" });
        Assert.Contains(jobs, job => job is { Name: "two-groups", InstanceCount: 3 });
        Assert.Contains(jobs, job => job is { Name: "spot-too-long", Status: MlJobStatus.Stopped });
        Assert.Empty(player.Failures);
    }

    [Fact]
    public async Task However_many_jobs_are_waited_for_a_poll_is_one_search_and_one_list()
    {
        var account = new CloudAccount(new() { IndexLag = TimeSpan.FromSeconds(60) });
        await using var sageMaker = await Serve(account);
        var provider = sageMaker.Provider();
        var names = Enumerable.Range(0, 40).Select(i => $"digits-{i}").ToArray();
        var jobs = await Task.WhenAll(names.Select(name => provider.StartAsync(Jobs.Spec with { Name = name }, Stop)));
        foreach (var name in names)
        {
            account.Advance(name, "Completed");
        }

        account.Options.IndexLag = TimeSpan.Zero;
        account.Calls.Clear();
        var states = await new JobWatch(provider, TimeSpan.FromMilliseconds(10)).WatchAsync(jobs, Stop).ToListAsync(Stop);

        Assert.Equal(40, states.Count(state => state.Job.Status == MlJobStatus.Succeeded));
        Assert.All(states, state => Assert.Null(state.Error));
        Assert.Equal(1, account.Calls.Count("ListTrainingJobs"));
        Assert.Equal(1, account.Calls.All.Count(call => call.Operation == "Search" && (string?)call.Json()!["Resource"] == "TrainingJob"));
        Assert.Equal(0, account.Calls.Count("DescribeTrainingJob"));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_few_names_are_looked_up_one_by_one()
    {
        var account = new CloudAccount();
        account.FillWith(20);
        await using var sageMaker = await Serve(account);
        var name = account.TrainingJobs[3];

        var found = await sageMaker.List(new() { Kind = MlJobKind.Training, Names = [NamePattern.Literal(name), NamePattern.Literal("nothing"), NamePattern.Literal("no name at all!")] });

        Assert.Equal(name, Assert.Single(found).Name);
        AssertWhole(found[0]);
        Assert.Equal(0, account.Calls.Count("Search"));
        Assert.Equal(2, account.Calls.Count("DescribeTrainingJob"));
        Assert.Empty(account.Violations);
    }

    private static void AssertWhole(MlJob job)
    {
        Assert.Equal("SageMaker", job.Provider);
        Assert.Equal($"arn:aws:sagemaker:eu-central-1:123456789012:training-job/{job.Name}", job.Id);
        Assert.Contains(job.Status, new[] { MlJobStatus.Succeeded, MlJobStatus.Failed, MlJobStatus.Stopped });
        Assert.Equal(job.Status == MlJobStatus.Failed, job.StatusMessage.Contains("CUDA out of memory", StringComparison.Ordinal));
        Assert.True(job.CreatedAt < job.StartedAt && job.StartedAt < job.EndedAt);
        Assert.Contains("dkr.ecr", job.Image, StringComparison.Ordinal);
        Assert.StartsWith("ml.", job.InstanceType, StringComparison.Ordinal);
        Assert.InRange(job.InstanceCount, 1, 2);
        Assert.Equal(6, job.Hyperparameter.Count);
        Assert.Equal(job.Status == MlJobStatus.Failed ? 0 : 2, job.Metric.Count);
        Assert.Equal(2, job.MetricPattern.Count);
        Assert.Equal(["project", "team"], job.Tag.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("s3://", job.InputData["train"], StringComparison.Ordinal);
        Assert.StartsWith("s3://", job.OutputUri, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(1), job.MaxRuntime);
        Assert.Equal("eu-central-1", job.Region);
        Assert.Contains(job.Name, job.ConsoleUri, StringComparison.Ordinal);
        Assert.NotNull(job.Raw);
    }

    private static Dictionary<string, NamePattern> Tag(string key, string value) => new() { [key] = NamePattern.Parse(value) };

    private static string Shown(MlJob job) =>
        $"{job.Id} {job.Status} {job.StatusMessage} {job.CreatedAt:O} {job.EndedAt:O} {job.InstanceType} {job.TuningJobName} "
        + string.Join(' ', job.Tag.OrderBy(tag => tag.Key, StringComparer.Ordinal)) + string.Join(' ', job.Metric.OrderBy(metric => metric.Key, StringComparer.Ordinal));

    private static IEnumerable<JsonNode> Filters(CloudAccount account) => account.Calls.All.Where(call => call.Operation == "Search").SelectMany(Filters);

    private static IEnumerable<JsonNode> Filters(ServiceCall call) => ((call.Json()!["SearchExpression"]?["Filters"] as JsonArray) ?? []).Select(filter => filter!);

    /// <summary>The calls that arrived in a second of a list.</summary>
    private static int AtOnce(CloudAccount account, int second)
    {
        var begin = account.Calls.All[0].ArrivedAt.AddSeconds(second);
        return account.Calls.All.Count(call => call.ArrivedAt >= begin && call.ArrivedAt < begin.AddMilliseconds(200));
    }
}
