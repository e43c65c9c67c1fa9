using System.Diagnostics;
using System.Globalization;
using MlOps.Providers.Studies;
using MlOps.Tests.Local;

namespace MlOps.Tests.Tuning.Studies;

/// <summary>Studies in processes of their own, with trials that are real processes, and kill -9.</summary>
public sealed class StudyProcessTests : IDisposable
{
    private readonly LocalFixture _local = new();
    private readonly StudyStore _store;
    private readonly StudyControl _control;
    private readonly List<Process> _drivers = [];

    public StudyProcessTests()
    {
        _store = new(Path.Combine(_local.Home, "studies"));
        _control = new(_store, Drive);
    }

    public void Dispose()
    {
        foreach (var driver in _drivers)
        {
            if (!driver.HasExited)
            {
                driver.Kill();
                driver.WaitForExit();
            }

            driver.Dispose();
        }

        _local.Dispose();
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_driver_that_is_killed_again_and_again_starts_no_trial_twice_and_loses_none(int seed)
    {
        const int trials = 24;
        var random = new Random(seed);
        var folder = await StartAsync("for i in 1 2 3; do echo \"epoch=$i loss=$i\"; sleep 0.03; done", trials, parallel: 4);
        var kills = 0;
        while (true)
        {
            // Somewhere within what it does: by how far it got, since on a busy machine nothing is known of how fast that is.
            var (driver, next) = (_drivers[^1], new FileInfo(folder.Journal).Length + random.Next(100, 1200));
            await LocalFixture.UntilAsync(() => driver.HasExited || new FileInfo(folder.Journal).Length >= next);
            if (driver.HasExited)
            {
                break;
            }

            driver.Kill();
            await driver.WaitForExitAsync(LocalFixture.Cancel);
            kills++;
            Assert.True(kills < 300, "The study does not get on.");
            if (StudyBench.Read(folder).End is not null)
            {
                // It had just written its last line.
                break;
            }

            _control.Resume("s", null);
        }

        var state = StudyBench.Read(folder);
        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.True(kills > 2, "It was not killed often enough to show anything.");
        Assert.Equal(trials, state.Trials.Count);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));

        // A try that was killed while it started the job's processes leaves a job that never ran, which another one replaces.
        var ran = (await _local.ListAsync(JobQuery.All)).Where(job => job.StartedAt is not null).ToArray();
        Assert.Equal(trials, ran.Length);
        Assert.Equal(trials, ran.Select(job => job.Tag[TrialJob.TrialTag]).Distinct().Count());
    }

    [Fact]
    public async Task What_runs_while_no_driver_lives_is_not_lost()
    {
        var folder = await StartAsync("echo loss=4; while [ ! -e go ]; do sleep 0.02; done; echo loss=2", trials: 2, parallel: 2);
        await LocalFixture.UntilAsync(() => StudyBench.Read(folder).Trials.Count(run => run.IsStarted) == 2);
        _drivers[^1].Kill();
        await _drivers[^1].WaitForExitAsync(LocalFixture.Cancel);

        var study = _control.Inspect("s");
        Assert.Equal(MlJobStatus.Stopped, study.Status);
        Assert.Equal("Interrupted", study.ProviderStatus);
        Assert.Contains($"process {_drivers[^1].Id} on {Environment.MachineName}", study.StatusMessage, StringComparison.Ordinal);
        Assert.Contains("Resume-MlTuning s", study.StatusMessage, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_local.Home, "go"), "", LocalFixture.Cancel);

        _control.Resume("s", null);
        await EndAsync();
        Assert.All(StudyBench.Read(folder).Trials, run => Assert.Equal(2, run.End?.Value));
        Assert.Equal(2, (await _local.ListAsync(JobQuery.All)).Count);
    }

    [Fact]
    public async Task A_second_driver_ends_at_once_and_the_first_goes_on()
    {
        var folder = await StartAsync("echo loss=1; while [ ! -e go ]; do sleep 0.02; done", trials: 1, parallel: 1);
        await LocalFixture.UntilAsync(() => StudyBench.Read(folder).Trials is [{ IsStarted: true }]);
        Drive(folder.Path);
        await _drivers[^1].WaitForExitAsync(LocalFixture.Cancel);

        Assert.Equal(1, _drivers[^1].ExitCode);
        Assert.False(_drivers[0].HasExited);
        Assert.Equal(_drivers[0].Id, folder.LastDriver()?.Process);
        await File.WriteAllTextAsync(Path.Combine(_local.Home, "go"), "", LocalFixture.Cancel);
        await _drivers[0].WaitForExitAsync(LocalFixture.Cancel);
    }

    [Fact]
    public async Task A_study_without_a_driver_is_stopped_with_its_trials_all_the_same()
    {
        var folder = await StartAsync("echo loss=1; sleep 600", trials: 3, parallel: 3);
        await LocalFixture.UntilAsync(() => StudyBench.Read(folder).Trials.Count(run => run.Points > 0) == 3);
        _drivers[^1].Kill();
        await _drivers[^1].WaitForExitAsync(LocalFixture.Cancel);
        _control.Stop(folder);
        await EndAsync();

        Assert.Equal(MlJobStatus.Stopped, StudyBench.Read(folder).End?.Status);
        Assert.All(await _local.ListAsync(JobQuery.All), job => Assert.Equal(MlJobStatus.Stopped, job.Status));
    }

    [Fact]
    public async Task A_trial_that_is_not_promising_is_stopped_within_a_moment_of_its_line()
    {
        var folder = await StartAsync(
            "case $2 in *e-*|0*|1.*|2.*) n=4;; *) n=5;; esac; i=0; while [ $i -lt $n ]; do [ $n = 4 -o $i -lt 3 ] && i=$((i+1)); echo \"epoch=$i loss=$2\"; sleep 0.02; done",
            trials: 10,
            parallel: 2,
            tuning => tuning with { Strategy = MlTuningStrategy.QuasiRandom, Pruning = MlPruning.Median, PruningOptions = new() { StartupTrials = 1 } });
        await EndAsync();

        // Any of them that is not stopped would go on for ever.
        var state = StudyBench.Read(folder);
        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Contains(state.Trials, run => run.End?.Status == MlTrialStatus.Pruned);
    }

    private async Task<StudyFolder> StartAsync(string script, int trials, int parallel, Func<TuningSpec, TuningSpec>? change = null)
    {
        var tuning = StudyBench.Tuning(trials: trials);
        tuning = tuning with { Job = tuning.Job with { Command = ["sh", "-c", script, "sh"], WorkingDirectory = _local.Home, ProviderOptions = new Dictionary<string, object?> { ["StopGraceSeconds"] = 1 } } };
        tuning = change?.Invoke(tuning) ?? tuning;
        await _control.StartAsync(new() { Tuning = tuning, Shares = [new("Local", parallel, tuning.Job)] }, StudyBench.Context, LocalFixture.Cancel);
        return _store.Folder("s");
    }

    private async Task EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(LocalFixture.Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        await _drivers[^1].WaitForExitAsync(limit.Token);
    }

    private void Drive(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "MlOps.Supervisor.dll"), StudyProgram.Argument, folder },
            Environment = { ["MLOPS_HOME"] = _local.Home },
        };
        _drivers.Add(Process.Start(start) ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The driver of {folder} was not started.")));
    }
}
