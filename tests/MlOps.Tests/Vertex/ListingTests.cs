using System.Globalization;
using MlOps.StandIn.Google;
using MlOps.StandIn.Serving;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>Get-MlJob's list through HTTP, against a project with state.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class ListingTests
{
    [Fact]
    public async Task Every_job_is_there_once_with_every_property_and_the_newest_first()
    {
        var project = new CloudProject();
        project.FillWith(2000);
        await using var vertex = await Serve(project);

        var jobs = await vertex.List();

        Assert.Equal(project.CustomJobs.Reverse(), jobs.Select(job => job.Id));
        Assert.All(jobs, AssertWhole);
        Assert.InRange(project.Calls.Count("ListCustomJobs"), 20, 150);
        Assert.Equal(0, project.Calls.Count("GetCustomJob"));
        Assert.All(project.Calls.All, call => Assert.False(call.Authorized));
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1)]
    public async Task However_short_the_pages_are_nothing_is_lost(int cap)
    {
        var project = new CloudProject(new() { PageCap = cap });
        project.FillWith(40 * cap, span: TimeSpan.FromDays(20));
        await using var vertex = await Serve(project);

        Assert.Equal(project.CustomJobs.Reverse(), (await vertex.List()).Select(job => job.Id));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Jobs_of_one_moment_are_in_order_whatever_the_pages()
    {
        var project = new CloudProject(new() { PageCap = 10 });
        project.FillWith(60, span: TimeSpan.FromSeconds(0.9));
        await using var vertex = await Serve(project);

        Assert.Equal(project.CustomJobs.Reverse(), (await vertex.List()).Select(job => job.Id));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Several_locations_are_one_list()
    {
        var project = new CloudProject(new() { Locations = ["europe-west4", "us-central1", "asia-east1"] });
        project.FillWith(300);
        await using var vertex = await Serve(project);

        var own = await vertex.List();
        var two = await vertex.List(Of("us-central1", "ASIA-EAST1"));
        var named = await vertex.List(Of("europe-west4", "us-central*"));

        Assert.Equal(project.CustomJobs.Reverse().Where(name => name.Contains("/europe-west4/", StringComparison.Ordinal)), own.Select(job => job.Id));
        Assert.Equal(project.CustomJobs.Reverse().Where(name => !name.Contains("/europe-west4/", StringComparison.Ordinal)), two.Select(job => job.Id));
        Assert.Equal(project.CustomJobs.Reverse().Where(name => !name.Contains("/asia-east1/", StringComparison.Ordinal)), named.Select(job => job.Id));
        Assert.Equal(["asia-east1", "us-central1"], two.Select(job => job.Region).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Locations_of_a_pattern_that_the_project_does_not_have_are_left_out()
    {
        var project = new CloudProject(new() { Locations = ["europe-west4", "us-central1"] });
        project.FillWith(100);
        await using var vertex = await Serve(project);

        Assert.Equal(project.CustomJobs.Reverse(), (await vertex.List(Of("*"))).Select(job => job.Id));

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.List(Of("europe-west4", "us-east1")));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("us-east1", error.Message, StringComparison.Ordinal);
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData("RESNET-*")]
    [InlineData("resnet-*")]
    [InlineData("ResNet-digits-1*")]
    [InlineData("re?net-[d]*")]
    public async Task The_beginning_of_a_name_is_asked_for_in_any_case(string pattern)
    {
        var project = new CloudProject();
        project.FillWith(300);
        project.Add(Document("77", "RESNET-digits-1loud", DateTimeOffset.UtcNow.AddDays(-3)));
        await using var vertex = await Serve(project);
        var name = NamePattern.Parse(pattern);
        var expected = (await vertex.List()).Where(job => name.Matches(job.Name)).Select(job => job.Id).ToArray();
        project.Calls.Clear();

        var found = await vertex.List(new() { Kind = MlJobKind.Training, Names = [name] });

        Assert.Equal(expected, found.Select(job => job.Id));
        Assert.Contains(found, job => job.Name == "RESNET-digits-1loud");
        Assert.All(Filters(project), filter => Assert.Contains("display_name:\"re", filter, StringComparison.Ordinal));
        Assert.All(Filters(project), filter => Assert.Contains("display_name:\"RE", filter, StringComparison.Ordinal));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_part_of_a_name_is_looked_for_here()
    {
        var project = new CloudProject();
        project.FillWith(300);
        await using var vertex = await Serve(project);
        var name = NamePattern.Parse("*DIGITS-1*");
        var expected = (await vertex.List()).Where(job => name.Matches(job.Name)).Select(job => job.Id).ToArray();
        project.Calls.Clear();

        Assert.Equal(expected, (await vertex.List(new() { Kind = MlJobKind.Training, Names = [name] })).Select(job => job.Id));
        Assert.NotEmpty(expected);
        Assert.All(Filters(project), filter => Assert.DoesNotContain("display_name", filter, StringComparison.Ordinal));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Names_are_asked_for_at_once_and_two_jobs_of_one_name_are_both_there()
    {
        var project = new CloudProject();
        project.FillWith(500);
        var now = DateTimeOffset.UtcNow;
        project.Add(Document("71", "twice", now.AddDays(-400)));
        project.Add(Document("72", "twice", now.AddDays(-1)));
        project.Add(Document("73", "say \"yes\" \\o/ *", now.AddDays(-2)));
        await using var vertex = await Serve(project);

        var found = await vertex.List(new() { Kind = MlJobKind.Training, Names = [NamePattern.Literal("twice"), NamePattern.Literal("nothing"), NamePattern.Literal("say \"yes\" \\o/ *")] });

        Assert.Equal(["72", "73", "71"], found.Select(job => job.Id[(job.Id.LastIndexOf('/') + 1)..]));
        Assert.Equal(1, project.Calls.Count("ListCustomJobs"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task However_many_jobs_have_one_name_they_are_in_order()
    {
        var project = new CloudProject();
        var now = DateTimeOffset.UtcNow;
        var ids = Enumerable.Range(0, 250).Select(i => ((i * 7919) % 100_003).ToString("D6", CultureInfo.InvariantCulture)).ToArray();
        foreach (var (i, id) in ids.Index())
        {
            project.Add(Document(id, "nightly", now.AddHours(-i)));
        }

        await using var vertex = await Serve(project);

        Assert.Equal(ids, (await vertex.List(new JobQuery { Names = [NamePattern.Literal("nightly")] })).Select(job => job.Id[(job.Id.LastIndexOf('/') + 1)..]));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task What_the_service_can_filter_it_is_asked_to()
    {
        var project = new CloudProject();
        project.FillWith(500);
        await using var vertex = await Serve(project);
        var all = await vertex.List();
        project.Calls.Clear();
        var query = new JobQuery
        {
            Kind = MlJobKind.Training,
            Statuses = [MlJobStatus.Failed, MlJobStatus.Stopped],
            Tags = new Dictionary<string, NamePattern> { ["team"] = NamePattern.Parse("VIS*") },
            CreatedAfter = all[400].CreatedAt,
            CreatedBefore = all[50].CreatedAt,
        };

        var found = await vertex.List(query);

        Assert.Equal(all.Where(query.Matches).Select(job => job.Id), found.Select(job => job.Id));
        Assert.NotEmpty(found);
        Assert.All(Filters(project), filter =>
        {
            Assert.Contains("(state=\"JOB_STATE_FAILED\" OR state=\"JOB_STATE_CANCELLED\" OR state=\"JOB_STATE_EXPIRED\")", filter, StringComparison.Ordinal);
            Assert.Contains("labels.team:*", filter, StringComparison.Ordinal);
            Assert.Contains("create_time>=", filter, StringComparison.Ordinal);
            Assert.Contains("create_time<", filter, StringComparison.Ordinal);
        });
        Assert.InRange(project.Calls.Count("ListCustomJobs"), 1, 12);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task States_that_few_jobs_have_are_found_by_status()
    {
        var project = new CloudProject();
        var now = DateTimeOffset.UtcNow;
        foreach (var (i, state) in new[] { "QUEUED", "PENDING", "RUNNING", "UPDATING", "PAUSED", "CANCELLING", "SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED" }.Index())
        {
            project.Add(Document($"{i + 10}", state, now.AddHours(-i), state));
        }

        await using var vertex = await Serve(project);
        async Task<string[]> Of(MlJobStatus status) => [.. (await vertex.List(new() { Statuses = [status] })).Select(job => job.ProviderStatus)];

        Assert.Equal(["QUEUED", "PENDING"], await Of(MlJobStatus.Pending));
        Assert.Equal(["RUNNING", "UPDATING", "PAUSED"], await Of(MlJobStatus.Running));
        Assert.Equal(["CANCELLING"], await Of(MlJobStatus.Stopping));
        Assert.Equal(["SUCCEEDED", "PARTIALLY_SUCCEEDED"], await Of(MlJobStatus.Succeeded));
        Assert.Equal(["FAILED"], await Of(MlJobStatus.Failed));
        Assert.Equal(["CANCELLED", "EXPIRED"], await Of(MlJobStatus.Stopped));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Tuning_jobs_have_what_only_they_have_and_their_trials_name_them()
    {
        var project = new CloudProject();
        project.FillWith(200, tuningJobs: 4, span: TimeSpan.FromHours(20));
        await using var vertex = await Serve(project);

        var both = await vertex.List();
        project.Calls.Clear();
        var tuning = await vertex.List(new() { Kind = MlJobKind.Tuning });

        Assert.Equal(204, both.Count);
        Assert.Equal(both.OrderByDescending(job => job.CreatedAt).Select(job => job.CreatedAt), both.Select(job => job.CreatedAt));
        Assert.Equal(project.TuningJobs.Reverse(), tuning.Select(job => job.Id));
        Assert.All(tuning, job =>
        {
            var one = Assert.IsType<MlTuningJob>(job);
            Assert.Equal(("val_loss", MlGoal.Minimize, 5, 2), (one.Objective, one.Goal, one.MaxTrials, one.MaxParallel));
            Assert.Equal(5, one.SucceededTrials + one.FailedTrials + one.StoppedTrials);
            Assert.NotNull(one.BestTrial?.Value);
            Assert.Contains(both, trial => trial.TuningJobName == one.Name && trial.Id.EndsWith($"/{one.BestTrial!.Name}", StringComparison.Ordinal));
        });
        Assert.All(tuning, job => Assert.Equal(5, both.Count(trial => trial.TuningJobName == job.Name)));
        Assert.Equal(20, both.Count(job => job.TuningJobName.Length > 0));
        Assert.Equal(0, project.Calls.Count("ListCustomJobs"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Who_may_not_see_tuning_jobs_sees_the_others()
    {
        var project = new CloudProject();
        project.FillWith(30, tuningJobs: 1);
        project.Options.Denied.Add("ListHyperparameterTuningJobs");
        await using var vertex = await Serve(project);

        Assert.Equal(30, (await vertex.List(new() { Kind = MlJobKind.Training })).Count);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.List());
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("aiplatform.hyperparameterTuningJobs.list", error.Message, StringComparison.Ordinal);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Jobs_of_old_shapes_are_read()
    {
        var player = SageMaker.SageMakerFixture.Play("vertex/old-jobs.json");
        await using var vertex = await Serve(player);
        string[] names = ["without-a-state", "python-package", "several pools", "too-late", "half-done", "still-queued"];

        var jobs = await vertex.List(new() { Kind = MlJobKind.Training, Names = [.. names.Select(NamePattern.Literal)] });

        Assert.Equal(jobs.OrderByDescending(job => job.CreatedAt).Select(job => job.CreatedAt), jobs.Select(job => job.CreatedAt));
        Assert.Equal(names.Order(StringComparer.Ordinal), jobs.Select(job => job.Name).Order(StringComparer.Ordinal));
        Assert.Contains(jobs, job => job is { Name: "without-a-state", Status: MlJobStatus.Pending, ProviderStatus: "" });
        Assert.Contains(jobs, job => job is { Name: "python-package", Status: MlJobStatus.Succeeded, InstanceType: "n1-standard-4" });
        Assert.Contains(jobs, job => job is { Name: "several pools", Status: MlJobStatus.Failed });
        Assert.Contains(jobs, job => job is { Name: "too-late", Status: MlJobStatus.Stopped, ProviderStatus: "EXPIRED" });
        Assert.Contains(jobs, job => job is { Name: "half-done", Status: MlJobStatus.Succeeded, ProviderStatus: "PARTIALLY_SUCCEEDED" });
        Assert.Empty(player.Failures);
    }

    [Fact]
    public async Task A_service_that_asks_to_slow_down_loses_nothing()
    {
        var project = new CloudProject(new() { Rate = 20, RetryAfterSeconds = 1 });
        project.FillWith(600);
        await using var vertex = await Serve(project);

        var jobs = await vertex.List();

        Assert.Equal(project.CustomJobs.Reverse(), jobs.Select(job => job.Id));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task The_first_few_do_not_cost_the_whole_list()
    {
        var project = new CloudProject(new() { Latency = TimeSpan.FromMilliseconds(30) });
        project.FillWith(10_000);
        await using var vertex = await Serve(project);

        var found = await JobFinder.FindAsync([vertex.Provider()], JobQuery.All, 5, Stop).ToListAsync(Stop);

        Assert.Equal(project.CustomJobs.Reverse().Take(5), found.Select(answer => answer.Value!.Job.Id));
        Assert.InRange(project.Calls.All.Count, 1, 90);
        Assert.Empty(project.Violations);
    }

    private static JobQuery Of(params string[] regions) => new() { Kind = MlJobKind.Training, Regions = [.. regions.Select(NamePattern.Parse)] };

    private static string[] Filters(CloudProject project) => [.. project.Calls.All.Where(call => call.Operation == "ListCustomJobs").Select(Filter)];

    private static string Filter(ServiceCall call) => call.Query.TryGetValue("filter", out var filter) ? filter[0] : "";

    private static void AssertWhole(MlJob job)
    {
        Assert.Equal("Vertex", job.Provider);
        Assert.StartsWith("projects/123456789012/locations/europe-west4/customJobs/", job.Id, StringComparison.Ordinal);
        Assert.Contains(job.Status, new[] { MlJobStatus.Succeeded, MlJobStatus.Failed, MlJobStatus.Stopped });
        Assert.Equal(job.Status == MlJobStatus.Failed, job.StatusMessage.Contains("exited with a non-zero status of 1", StringComparison.Ordinal));
        Assert.NotEmpty(job.Name);
        Assert.True(job.CreatedAt < job.StartedAt && job.StartedAt < job.EndedAt);
        Assert.Contains("docker.pkg.dev", job.Image, StringComparison.Ordinal);
        Assert.Equal(["python", "train.py"], job.Command);
        Assert.Equal(4, job.Argument.Count);
        Assert.Contains('-', job.InstanceType);
        Assert.Contains(job.InstanceCount, new[] { 1, 4 });
        Assert.Equal(job.Accelerator.Length > 0 ? job.InstanceCount : 0, job.AcceleratorCount * job.InstanceCount);
        Assert.Equal(["project", "team"], job.Tag.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("gs://ml-project-1-training/", job.OutputUri, StringComparison.Ordinal);
        Assert.Equal($"{job.OutputUri}/checkpoints", job.CheckpointUri);
        Assert.Equal(TimeSpan.FromDays(1), job.MaxRuntime);
        Assert.Equal("europe-west4", job.Region);
        Assert.Equal("", job.TuningJobName);
        Assert.Contains(job.Id[(job.Id.LastIndexOf('/') + 1)..], job.ConsoleUri, StringComparison.Ordinal);
        Assert.NotNull(job.Raw);
    }
}
