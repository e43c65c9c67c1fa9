using MlOps.Providers.Local;

namespace MlOps.Tests.Local;

public sealed class LocalCrashTests : IDisposable
{
    private readonly LocalFixture _local = new();

    public void Dispose() => _local.Dispose();

    [Fact]
    public async Task A_job_outlives_its_supervisor_and_gets_another()
    {
        // The script waits for the second supervisor, however long that takes to start.
        await _local.StartAsync("for i in $(seq 10); do echo $i; done; until [ -e go ]; do sleep 0.05; done; for i in $(seq 11 20); do echo $i; sleep 0.05; done; exit 4");
        await KillSupervisorsAsync();
        Age();
        await _local.UntilAsync(job => job.Status == MlJobStatus.Running && SupervisorLock.IsHeld(new JobFolder(_local.JobFolder())));
        File.WriteAllText(Path.Combine(_local.Home, "go"), "");
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("exit code is 4", job.StatusMessage, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), (await _local.LogAsync(job)).Select(line => line.Message));
    }

    [Fact]
    public async Task A_supervisor_that_comes_when_all_is_over_changes_nothing()
    {
        await _local.StartAsync("exit 4");
        await _local.SealedAsync();
        var file = Path.Combine(_local.JobFolder(), "job.json");
        var before = File.ReadAllText(file);
        Assert.Equal(0, await LocalSupervisor.RunAsync([_local.JobFolder()]));
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public async Task A_job_is_not_removed_under_its_supervisor()
    {
        await _local.StartAsync("exec sleep 600");
        await KillSupervisorsAsync();
        KillScripts();
        Task removed;

        // A supervisor that was killed holds its lock until the system has cleared it away.
        using (await FileLock.AcquireAsync(Path.Combine(_local.JobFolder(), "supervisor.lock"), LocalFixture.Cancel))
        {
            removed = _local.Provider.RemoveAsync(await _local.EndAsync(), LocalFixture.Cancel);
            await Task.Delay(100, LocalFixture.Cancel);
            Assert.True(Directory.Exists(_local.JobFolder()));
        }

        await removed;
        Assert.False(Directory.Exists(_local.JobFolder()));
    }

    [Fact]
    public async Task A_job_with_damaged_times_is_still_watched()
    {
        await _local.StartAsync("echo first; exec sleep 600");
        await KillSupervisorsAsync();
        File.WriteAllText(Path.Combine(_local.JobFolder(), "instances", "0", "times.log"), new string('x', 500));
        await _local.Provider.StopAsync(await _local.GetAsync(), LocalFixture.Cancel);
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Stopped, job.Status);
        Assert.Equal("first", (await _local.LogAsync(job))[0].Message);
    }

    [Fact]
    public async Task A_job_that_cannot_be_tended_is_still_shown()
    {
        await _local.StartAsync("exec sleep 600");
        await KillSupervisorsAsync();
        var blocked = Path.Combine(_local.JobFolder(), "supervisor.lock");
        File.Delete(blocked);
        Directory.CreateDirectory(blocked);
        Assert.Equal(MlJobStatus.Running, (await _local.GetAsync()).Status);
    }

    [Fact]
    public async Task A_job_that_cannot_be_read_hides_no_other()
    {
        await _local.StartAsync("exit 0", "good");
        Directory.CreateDirectory(Path.Combine(_local.JobFolder("bad"), "job.json"));
        Assert.Equal(2, (await _local.ListAsync(JobQuery.All)).Count);
        var bad = await _local.GetAsync("bad");
        Assert.Equal(MlJobStatus.Failed, bad.Status);
        Assert.Contains("job.json' cannot be read", bad.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_a_supervisor_is_still_stopped()
    {
        await _local.StartAsync("exec sleep 600");
        await KillSupervisorsAsync();
        await _local.Provider.StopAsync(await _local.GetAsync(), LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Stopped, (await _local.EndAsync()).Status);
    }

    [Fact]
    public async Task A_job_whose_processes_all_died_has_failed()
    {
        await _local.StartAsync("exec sleep 600");
        await KillSupervisorsAsync();
        KillScripts();
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("without an exit code", job.StatusMessage, StringComparison.Ordinal);
        Assert.NotNull(job.EndedAt);
    }

    [Fact]
    public async Task A_job_from_before_a_restart_of_the_machine_has_failed()
    {
        await _local.StartAsync("exec sleep 600");
        await KillSupervisorsAsync();
        Rewrite((pid, start, _) => $"{pid}\n{start}\n00000000-0000-0000-0000-000000000000\n");
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("machine was restarted", job.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_got_the_id_of_a_dead_one_does_not_pass_for_it()
    {
        await _local.StartAsync("exec sleep 600");
        await KillSupervisorsAsync();
        KillScripts();

        // This very process lives, has an id, and did not start when the job did.
        Rewrite((_, start, boot) => $"{Environment.ProcessId}\n{start}\n{boot}\n");
        Assert.Equal(MlJobStatus.Failed, (await _local.EndAsync()).Status);
    }

    [Fact]
    public async Task A_job_that_was_being_started_when_the_shell_was_killed_is_not_pending_for_ever()
    {
        var store = new JobStore(Path.Combine(_local.Home, "local", "jobs"));
        var document = new LocalPlanner(store).Plan(_local.Shell("exit 0"), LocalMachine.Detect(), LocalFixture.Cancel).Document;
        store.Create(document, [], LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Pending, (await _local.GetAsync()).Status);
        store.Folder("job").WriteDocument(document with { CreatedAt = document.CreatedAt.AddMinutes(-1) });
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Failed, job.Status);
        Assert.Contains("never started", job.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_crash_left_of_a_job_is_not_listed()
    {
        Directory.CreateDirectory(Path.Combine(_local.Home, "local", "jobs", ".new-1"));
        Directory.CreateDirectory(Path.Combine(_local.Home, "local", "jobs", ".removed-2"));
        Assert.Empty(await _local.ListAsync(JobQuery.All));
    }

    [Fact]
    public async Task An_exit_code_that_was_only_half_written_is_none()
    {
        await _local.StartAsync("exec sleep 600");
        var job = await _local.UntilAsync(job => job.Status == MlJobStatus.Running);
        File.WriteAllText(Path.Combine(_local.JobFolder(), "instances", "0", "exit"), "");
        Assert.Equal(MlJobStatus.Running, (await _local.GetAsync()).Status);
        await _local.Provider.StopAsync(job, LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Stopped, (await _local.EndAsync()).Status);
    }

    [Fact]
    public async Task A_damaged_job_is_listed_as_failed_hides_no_other_and_can_be_removed()
    {
        await _local.StartAsync("exit 0", "good");
        await _local.StartAsync("exit 0", "bad");
        await _local.SealedAsync("good");
        await _local.SealedAsync("bad");
        File.WriteAllText(Path.Combine(_local.JobFolder("bad"), "job.json"), "{ \"id\": ");
        Assert.Equal(2, (await _local.ListAsync(JobQuery.All)).Count);
        var bad = await _local.GetAsync("bad");
        Assert.Equal(MlJobStatus.Failed, bad.Status);
        Assert.Contains("job.json' does not describe a job", bad.StatusMessage, StringComparison.Ordinal);
        await _local.Provider.RemoveAsync(bad, LocalFixture.Cancel);
        Assert.Equal("good", Assert.Single(await _local.ListAsync(JobQuery.All)).Name);
    }

    private async Task KillSupervisorsAsync()
    {
        await _local.UntilAsync(job => job.Status == MlJobStatus.Running);
        await LocalFixture.UntilAsync(() => LocalFixture.FindProcesses("MlOps.Supervisor.dll\0" + _local.JobFolder()).Count == 1);
        LocalFixture.FindProcesses("MlOps.Supervisor.dll\0" + _local.JobFolder()).ForEach(LocalFixture.Kill);
    }

    /// <summary>Makes the job one whose first supervisor is no longer waited for.</summary>
    private void Age()
    {
        var folder = new JobFolder(_local.JobFolder());
        var document = folder.ReadDocument();
        folder.WriteDocument(document with { CreatedAt = document.CreatedAt.AddMinutes(-1) });
    }

    private void KillScripts()
    {
        foreach (var id in LocalFixture.FindProcesses(Path.Combine(_local.JobFolder(), "instances", "0")))
        {
            LocalFixture.Kill(id);
        }
    }

    private void Rewrite(Func<string, string, string, string> change)
    {
        var file = Path.Combine(_local.JobFolder(), "instances", "0", "process");
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, change(lines[0], lines[1], lines[2]));
    }
}
