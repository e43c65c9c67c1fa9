using MlOps.Tests.Fakes;

namespace MlOps.Tests.Jobs;

public class JobWatchTests
{
    [Fact]
    public async Task Each_job_is_seen_at_its_end_and_not_again()
    {
        var provider = new FakeProvider("Local")
        {
            Polls = poll => [Job("a", poll < 1 ? MlJobStatus.Running : MlJobStatus.Succeeded), Job("b", poll < 2 ? MlJobStatus.Running : MlJobStatus.Failed)],
            LastLine = "epoch=3",
        };

        var states = await Watch(provider, Job("a", MlJobStatus.Pending), Job("b", MlJobStatus.Running), Job("c", MlJobStatus.Stopped));

        var ends = states.Where(state => state.Job.Status.IsEnded()).Select(state => (state.Job.Name, state.Job.Status));
        Assert.Equal([("c", MlJobStatus.Stopped), ("a", MlJobStatus.Succeeded), ("b", MlJobStatus.Failed)], ends);
        Assert.Contains(states, state => state.Job.Name == "b" && state.LastLine == "epoch=3");
    }

    [Fact]
    public async Task However_many_jobs_there_are_a_poll_is_one_list_call()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"job-{i}").ToArray();
        var provider = new FakeProvider("Local", names);

        await Watch(provider, [.. names.Select(name => Job(name, MlJobStatus.Running))]);

        Assert.Equal(1, provider.ListCalls);
    }

    [Fact]
    public async Task Jobs_that_have_ended_already_cost_no_call()
    {
        var provider = new FakeProvider("Local");

        await Watch(provider, Job("a", MlJobStatus.Failed));

        Assert.Equal(0, provider.ListCalls);
    }

    [Fact]
    public async Task A_job_that_is_removed_meanwhile_is_an_error_of_its_own()
    {
        var provider = new FakeProvider("Local", "b");

        var states = await Watch(provider, Job("a", MlJobStatus.Running), Job("b", MlJobStatus.Running));

        Assert.Equal(ErrorCode.NotFound, Assert.Single(states, state => state.Error is not null).Error!.Code);
        Assert.Equal("b", Assert.Single(states, state => state.Job.Status.IsEnded()).Job.Name);
    }

    [Fact]
    public async Task A_network_that_is_away_for_a_moment_does_not_end_the_wait()
    {
        var provider = new FakeProvider("Local", "a") { Failure = poll => poll < 3 ? new HttpRequestException("reset") : null };

        var states = await Watch(provider, Job("a", MlJobStatus.Running));

        Assert.Equal(MlJobStatus.Succeeded, states[^1].Job.Status);
    }

    [Theory]
    [InlineData(ErrorCode.AccessDenied, 1)]
    [InlineData(ErrorCode.Throttled, 10)]
    public async Task A_failure_that_lasts_ends_it(ErrorCode code, int polls)
    {
        var provider = new FakeProvider("Local") { Failure = _ => new MlOpsException(code, "no") };

        var error = await Assert.ThrowsAsync<MlOpsException>(() => Watch(provider, Job("a", MlJobStatus.Running)));

        Assert.Equal(code, error.Code);
        Assert.Equal(polls, provider.ListCalls);
    }

    [Fact]
    public async Task The_jobs_of_several_providers_are_watched_side_by_side()
    {
        var slow = new FakeProvider("Slow", "s") { PollInterval = TimeSpan.FromHours(1) };
        var quick = new FakeProvider("Quick", "q");

        var ended = await JobWatch.WatchAllAsync([new(slow, slow.Job("s", MlJobStatus.Running)), new(quick, quick.Job("q", MlJobStatus.Running))], interval: null, TestContext.Current.CancellationToken)
            .FirstAsync(answer => answer.Value!.Job.Status.IsEnded(), TestContext.Current.CancellationToken);

        Assert.Equal("q", ended.Value!.Job.Name);
    }

    private static MlJob Job(string name, MlJobStatus status) => new FakeProvider("Local").Job(name, status);

    private static async Task<List<JobState>> Watch(FakeProvider provider, params MlJob[] jobs) =>
        await new JobWatch(provider, TimeSpan.FromMilliseconds(1)).WatchAsync(jobs, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
