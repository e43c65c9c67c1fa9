using MlOps.Tests.Local;

namespace MlOps.Tests.Tuning.Studies;

/// <summary>Studies whose process ends in the middle.</summary>
public sealed class StudyResumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Engines_that_are_cut_off_again_and_again_start_no_trial_twice_and_lose_none(int seed)
    {
        using var bench = new StudyBench();
        var random = new Random(seed);
        bench.Cloud.OnStart = (number, _) => number % 7 == 3 ? (new MlOpsException(ErrorCode.ProviderError, "The host did not answer in time."), number % 2 == 0) : null;
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 40), parallel: 5);
        var cuts = 0;
        while (StudyBench.Read(folder).End is null)
        {
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(5 + random.Next(60)));
            try
            {
                await bench.DriveAsync(folder, cut.Token);
            }
            catch (OperationCanceledException)
            {
                cuts++;
                Assert.True(cuts < 2000, "The study does not get on.");
            }

            Tear(folder, random);
        }

        var state = StudyBench.Read(folder);
        Assert.True(cuts > 0);
        Assert.Equal(40, state.Trials.Count);
        Assert.Equal(40, bench.Cloud.Accepted.Count);
        Assert.Equal(40, bench.Cloud.Accepted.Select(spec => spec.Tags[TrialJob.TrialTag]).Distinct().Count());
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
        Assert.All(state.Trials, run => Assert.Equal(3, run.Points));
    }

    [Fact]
    public async Task Another_engine_adopts_what_runs_and_reads_its_log_on()
    {
        using var bench = new StudyBench();
        using var go = new SemaphoreSlim(0);
        bench.Cloud.Program = async (job, token) =>
        {
            job.Print("epoch=1 loss=3");
            await go.WaitAsync(token);
            job.Print("epoch=2 loss=2");
        };
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 2), parallel: 2);
        using (var cut = new CancellationTokenSource())
        {
            var first = bench.DriveAsync(folder, cut.Token);
            await LocalFixture.UntilAsync(() => StudyBench.Read(folder).Trials is [{ Points: 1 }, { Points: 1 }]);
            await cut.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        go.Release(2);
        var state = await bench.RunAsync(folder);

        Assert.Equal(2, bench.Cloud.Accepted.Count);
        Assert.All(state.Trials, run => Assert.Equal([3.0, 2.0], run.Trial.Reports.Values));
    }

    [Fact]
    public async Task A_trial_that_was_condemned_is_stopped_by_the_next_engine()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (_, token) => Task.Delay(Timeout.Infinite, token);
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 1), parallel: 1);
        using (var cut = new CancellationTokenSource())
        {
            var first = bench.DriveAsync(folder, cut.Token);
            await LocalFixture.UntilAsync(() => StudyBench.Read(folder).Trials is [{ IsStarted: true }]);
            await cut.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        using (var journal = StudyJournal.Open(folder.Journal, out _))
        {
            journal.Append(new TrialCondemned(0, "0.9 at step 3 is worse than 0.5"));
        }

        var state = await bench.RunAsync(folder);
        Assert.Equal(MlTrialStatus.Pruned, state.Trials[0].End?.Status);
        Assert.Equal("0.9 at step 3 is worse than 0.5", state.Trials[0].End?.Message);
    }

    [Fact]
    public async Task A_second_process_is_refused_with_the_first_ones_identity()
    {
        using var bench = new StudyBench();
        var folder = await bench.CreateAsync(StudyBench.Tuning());
        using var place = folder.TryDrive(isDriver: true);

        Assert.NotNull(place);
        Assert.Null(folder.TryDrive(isDriver: true));
        var error = Assert.Throws<MlOpsException>(() => bench.Control.Resume("s", null));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName} since ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complete_study_takes_further_trials_and_nothing_else()
    {
        using var bench = new StudyBench();
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 3));
        await bench.RunAsync(folder);

        Assert.Equal(ErrorCode.Conflict, Assert.Throws<MlOpsException>(() => bench.Control.Resume("s", null)).Code);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => bench.Control.Resume("s", 2)).Code);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<MlOpsException>(() => bench.Control.Resume("x", null)).Code);
        bench.Control.Resume("s", 5);
        var state = await bench.RunAsync(folder);

        Assert.Equal(5, state.Trials.Count);
        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
    }

    [Fact]
    public async Task A_study_that_was_stopped_goes_on_with_the_trials_that_are_left()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (_, token) => Task.Delay(Timeout.Infinite, token);
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 6), parallel: 2);
        var first = bench.RunAsync(folder);
        await LocalFixture.UntilAsync(() => bench.Cloud.Accepted.Count == 2);
        bench.Control.Stop(folder);
        await first;

        bench.Cloud.Program = SimulatedCloud.PrintQuadraticAsync;
        bench.Control.Resume("s", null);
        var state = await bench.RunAsync(folder);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(2, state.Trials.Count(run => run.End?.Status == MlTrialStatus.Stopped));
        Assert.Equal(4, state.Trials.Count(run => run.End?.Status == MlTrialStatus.Succeeded));
    }

    /// <summary>Leaves the beginning of a line at the end of the journal, as a process that is killed while it writes does.</summary>
    private static void Tear(StudyFolder folder, Random random)
    {
        if (random.Next(2) == 0)
        {
            File.AppendAllText(folder.Journal, """{"event":"report","trial":0,"po"""[..random.Next(1, 30)]);
        }
    }
}
