using System.Diagnostics;

namespace MlOps.Tests.Local;

public sealed class LocalJobTests : IDisposable
{
    private readonly LocalFixture _local = new();

    public void Dispose() => _local.Dispose();

    [Fact]
    public async Task A_job_that_ends_well_has_succeeded()
    {
        await _local.StartAsync("exit 0");
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Succeeded, job.Status);
        Assert.Equal("", job.StatusMessage);
        Assert.NotNull(job.Duration);
    }

    [Fact]
    public async Task A_job_that_ends_badly_has_failed_with_its_exit_code()
    {
        await _local.StartAsync("exit 3");
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("exit code is 3", job.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_job_has_failed_with_the_signal()
    {
        await _local.StartAsync("exec sleep 600");
        LocalFixture.Kill(LocalFixture.ProgramId(await _local.UntilAsync(Runs)));
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("signal 9 (SIGKILL)", job.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_is_run_and_not_a_builtin_of_the_shell()
    {
        // "exit" as a builtin would end the script that has to write down the exit code.
        var job = _local.Shell("") with { Command = ["env", "sh", "-c", "exec sh -c 'exit 7'"] };
        await _local.StartAsync(job);
        Assert.Contains("exit code is 7", (await _local.EndAsync()).StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await _local.StartAsync("exit 0");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => _local.StartAsync("exit 1"));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal(MlJobStatus.Succeeded, (await _local.EndAsync()).Status);
    }

    [Fact]
    public async Task Of_many_that_want_a_name_at_once_one_gets_it()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
        {
            try
            {
                await Task.Run(() => _local.StartAsync($"echo {number}"));
                return 1;
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.Conflict)
            {
                return 0;
            }
        }));
        Assert.Equal(1, tries.Sum());
        Assert.Single(await _local.LogAsync(await _local.EndAsync()));
    }

    [Fact]
    public async Task A_stopped_job_takes_its_whole_tree_with_it()
    {
        var marker = $"6{Random.Shared.Next(100_000, 999_999)}";
        await _local.StartAsync($"sleep {marker} & (setsid sleep {marker} &) ; nohup sleep {marker} & sh -c 'sleep {marker}; true'");
        await LocalFixture.UntilAsync(() => LocalFixture.FindProcesses($"sleep\0{marker}").Count == 4);
        await _local.Provider.StopAsync(await _local.GetAsync(), LocalFixture.Cancel);
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Stopped, job.Status);
        await LocalFixture.UntilAsync(() => LocalFixture.FindProcesses($"sleep\0{marker}").Count == 0);
    }

    [Fact]
    public async Task A_job_that_will_not_end_is_killed_after_the_grace()
    {
        await _local.StartAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        await _local.UntilAsync(job => _local.LogAsync(job).Result.Count > 0);
        var watch = Stopwatch.StartNew();
        await _local.Provider.StopAsync(await _local.GetAsync(), LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Stopping, (await _local.GetAsync()).Status);
        Assert.Equal(MlJobStatus.Stopped, (await _local.EndAsync()).Status);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), "The grace was not given.");
    }

    [Fact]
    public async Task A_job_may_use_the_grace_to_save_its_work()
    {
        await _local.StartAsync("trap 'echo saved >$MLOPS_CHECKPOINT_DIR/last; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        await _local.UntilAsync(job => _local.LogAsync(job).Result.Count > 0);
        await _local.Provider.StopAsync(await _local.GetAsync(), LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Stopped, (await _local.EndAsync()).Status);
        Assert.True(File.Exists(Path.Combine(_local.JobFolder(), "checkpoints", "last")));
    }

    [Fact]
    public async Task A_job_is_stopped_when_its_time_is_up()
    {
        await _local.StartAsync(_local.Shell("exec sleep 600") with { MaxRuntime = TimeSpan.FromSeconds(0.5) });
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Stopped, job.Status);
        Assert.Contains("MaxRuntime of 00:00:00.5", job.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_a_job_that_has_ended_changes_nothing()
    {
        await _local.StartAsync("exit 3");
        var job = await _local.EndAsync();
        await _local.Provider.StopAsync(job, LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Failed, (await _local.GetAsync()).Status);
    }

    [Fact]
    public async Task What_a_job_leaves_running_ends_with_it()
    {
        var marker = $"7{Random.Shared.Next(100_000, 999_999)}";
        await _local.StartAsync($"sleep {marker} & exit 0");
        Assert.Equal(MlJobStatus.Succeeded, (await _local.EndAsync()).Status);
        await LocalFixture.UntilAsync(() => LocalFixture.FindProcesses($"sleep\0{marker}").Count == 0);
    }

    [Fact]
    public async Task Instances_know_their_rank_and_where_they_meet()
    {
        await _local.StartAsync(_local.Shell("echo $RANK/$WORLD_SIZE $LOCAL_RANK/$LOCAL_WORLD_SIZE $MASTER_ADDR $((MASTER_PORT > 0))") with { InstanceCount = 3 });
        var job = await _local.EndAsync();
        Assert.Equal(3, job.InstanceCount);
        var lines = await _local.LogAsync(job);
        Assert.Equal(["0/3 0/3 127.0.0.1 1", "1/3 1/3 127.0.0.1 1", "2/3 2/3 127.0.0.1 1"], lines.Select(line => line.Message).Order());
        Assert.All(lines, line => Assert.StartsWith(line.Instance, line.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_instance_ends_the_others()
    {
        await _local.StartAsync(_local.Shell("[ $RANK = 1 ] && exit 5; exec sleep 600") with { InstanceCount = 3 });
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("Instance 1: Its exit code is 5", job.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_instance_is_not_told_of_a_world()
    {
        await _local.StartAsync("echo [$RANK$WORLD_SIZE$MASTER_ADDR]");
        Assert.Equal("[]", Assert.Single(await _local.LogAsync(await _local.EndAsync())).Message);
    }

    [Fact]
    public async Task A_removed_job_leaves_nothing_and_frees_its_name()
    {
        await _local.StartAsync("exit 0");
        await _local.Provider.RemoveAsync(await _local.EndAsync(), LocalFixture.Cancel);
        Assert.Empty(await _local.ListAsync(JobQuery.All));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_local.Home, "local", "jobs")));
        await _local.StartAsync("exit 0");
    }

    [Fact]
    public async Task A_running_job_is_not_removed()
    {
        await _local.StartAsync("exec sleep 600");
        var job = await _local.UntilAsync(Runs);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => _local.Provider.RemoveAsync(job, LocalFixture.Cancel));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal(MlJobStatus.Running, (await _local.GetAsync()).Status);
    }

    [Theory]
    [InlineData("no-such-program-anywhere", "is not on the PATH")]
    [InlineData("./missing.sh", "does not exist in")]
    public async Task A_command_that_does_not_exist_is_said_before_anything_starts(string command, string message)
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => _local.StartAsync(_local.Shell("") with { Command = [command] }));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(await _local.ListAsync(JobQuery.All));
    }

    [Fact]
    public async Task An_input_that_is_not_on_this_machine_is_refused()
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => _local.StartAsync(_local.Shell("exit 0") with { InputData = new Dictionary<string, string> { ["train"] = "s3://bucket/data" } }));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("'train' is 's3://bucket/data'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_value_of_each_metric_is_kept()
    {
        await _local.StartAsync(_local.Shell("for i in 1 2 3; do echo \"loss=0.$i\"; done; echo acc=0.9 >&2") with
        {
            MetricPatterns = new Dictionary<string, string> { ["loss"] = @"loss=([\d.]+)", ["acc"] = @"acc=([\d.]+)", ["none"] = @"none=([\d.]+)" },
        });
        var job = await _local.EndAsync();
        Assert.Equal(new Dictionary<string, double> { ["loss"] = 0.3, ["acc"] = 0.9 }, job.Metric);
    }

    private static bool Runs(MlJob job) => job.Status == MlJobStatus.Running && ((Providers.Local.LocalJobDetail)job.Raw!).ProcessId[0] is not null;
}
