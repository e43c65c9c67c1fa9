using System.Globalization;

namespace MlOps.Tests.Tuning.Studies;

/// <summary>What a study meets in the world, and what becomes of it.</summary>
public sealed class StudyFaultTests
{
    [Fact]
    public async Task A_start_that_times_out_after_it_was_accepted_is_found_and_not_repeated()
    {
        using var bench = new StudyBench();
        bench.Cloud.OnStart = (number, _) => number % 3 == 1 ? (new MlOpsException(ErrorCode.ProviderError, "The host did not answer in time."), true) : null;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 9), parallel: 2);

        Assert.Equal(9, bench.Cloud.Accepted.Count);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
    }

    [Fact]
    public async Task A_start_that_times_out_before_it_was_accepted_is_repeated()
    {
        using var bench = new StudyBench();
        bench.Cloud.OnStart = (number, _) => number is 1 or 2 or 5 ? (new MlOpsException(ErrorCode.ProviderError, "The host did not answer in time."), false) : null;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 6), parallel: 1);

        Assert.Equal(6, bench.Cloud.Accepted.Count);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
    }

    [Fact]
    public async Task A_quota_slows_a_study_and_does_not_end_it()
    {
        using var bench = new StudyBench();
        bench.Cloud.Capacity = 2;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 10), parallel: 6);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(10, bench.Cloud.Accepted.Count);
        Assert.Equal(2, bench.Cloud.MostAtOnce);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
    }

    [Fact]
    public async Task A_provider_without_room_leaves_its_trials_to_the_other()
    {
        var (full, open) = (new SimulatedCloud("Full") { Capacity = 0 }, new SimulatedCloud("Open"));
        using var bench = new StudyBench(full, open);
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 8), parallel: 2);

        Assert.Empty(full.Accepted);
        Assert.Equal(8, open.Accepted.Count);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
        Assert.Contains("Full takes no trial at the moment", state.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_denies_access_is_left_alone_and_the_other_goes_on()
    {
        var (closed, open) = (new SimulatedCloud("Closed") { OnStart = (_, _) => (new MlOpsException(ErrorCode.AccessDenied, "You may not start jobs."), false) }, new SimulatedCloud("Open"));
        using var bench = new StudyBench(closed, open);
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 6), parallel: 2);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(6, open.Accepted.Count);
    }

    [Fact]
    public async Task Without_a_provider_left_a_study_ends_says_why_and_can_be_taken_up_again()
    {
        using var bench = new StudyBench();
        bench.Cloud.OnStart = (number, _) => number >= 2 && number < 5 ? (new MlOpsException(ErrorCode.AccessDenied, "The credentials have expired."), false) : null;
        var folder = await bench.CreateAsync(StudyBench.Tuning(trials: 6), parallel: 1);
        var state = await bench.RunAsync(folder);

        Assert.Equal(MlJobStatus.Failed, state.End?.Status);
        Assert.Contains("The credentials have expired.", state.End?.Message, StringComparison.Ordinal);
        Assert.Contains("Resume-MlTuning s", state.End?.Message, StringComparison.Ordinal);

        bench.Cloud.OnStart = (_, _) => null;
        bench.Control.Resume("s", null);
        state = await bench.RunAsync(folder);

        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(6, state.Trials.Count);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
        Assert.Equal(6, bench.Cloud.Accepted.Count);
    }

    [Fact]
    public async Task Lists_that_are_throttled_for_a_while_lose_nothing()
    {
        using var bench = new StudyBench();
        var calls = 0;
        bench.Cloud.OnList = () => Interlocked.Increment(ref calls) % 4 != 0 ? new MlOpsException(ErrorCode.Throttled, "Slow down.") : null;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 6));

        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
        Assert.Equal(6, bench.Cloud.Accepted.Count);
    }

    [Fact]
    public async Task A_log_that_breaks_off_is_read_again_and_each_value_counts_once()
    {
        using var bench = new StudyBench();
        var reads = 0;
        bench.Cloud.OnLog = _ => Interlocked.Increment(ref reads) % 2 == 1 ? new IOException("The connection was reset.") : null;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 4));

        Assert.All(state.Trials, run => Assert.Equal(3, run.Points));
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
    }

    [Theory]
    [InlineData("", "No line of its log matches the pattern of 'loss'")]
    [InlineData("loss=nan", "The last value of 'loss' is nan, which is no result.")]
    [InlineData("loss=inf", "The last value of 'loss' is inf, which is no result.")]
    public async Task A_trial_without_a_number_has_failed(string line, string message)
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (job, _) =>
        {
            job.Print(job.Spec.Name.EndsWith("-1", StringComparison.Ordinal) ? line : "loss=1");
            return Task.CompletedTask;
        };
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 3));

        Assert.Equal(MlTrialStatus.Failed, state.Trials[1].End?.Status);
        Assert.StartsWith(message, state.Trials[1].End?.Message, StringComparison.Ordinal);
        Assert.Equal(MlJobStatus.Succeeded, state.End?.Status);
        Assert.Equal(StudyTrialState.Failed, state.Trials[1].Trial.State);
    }

    [Fact]
    public async Task A_metric_that_is_printed_a_thousand_times_is_read_a_thousand_times()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (job, _) =>
        {
            for (var i = 0; i < 1000; i++)
            {
                job.Print(string.Create(CultureInfo.InvariantCulture, $"loss={1000 - i}"));
            }

            return Task.CompletedTask;
        };
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 2));

        Assert.All(state.Trials, run => Assert.Equal(1000, run.Trial.Reports.Count));
        Assert.All(state.Trials, run => Assert.Equal(1, run.End?.Value));
    }

    [Fact]
    public async Task The_best_value_counts_where_that_was_asked_for()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (job, _) =>
        {
            job.Print("loss=5");
            job.Print("loss=2");
            job.Print("loss=nan");
            job.Print("loss=9");
            return Task.CompletedTask;
        };
        var best = await bench.RunAsync(StudyBench.Tuning("b", trials: 1) with { Measurement = MlMeasurement.Best });
        var most = await bench.RunAsync(StudyBench.Tuning("m", trials: 1) with { Measurement = MlMeasurement.Best, Goal = MlGoal.Maximize });
        var last = await bench.RunAsync(StudyBench.Tuning("l", trials: 1));

        Assert.Equal([2.0, 9.0, 9.0], new[] { best, most, last }.Select(state => state.Trials[0].End!.Value!.Value));
    }

    [Fact]
    public async Task A_trial_that_never_ends_is_ended_by_the_time_limit_of_its_job_and_what_it_reported_counts()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = async (job, token) =>
        {
            job.Print("loss=4");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
            limit.CancelAfter(50);
            await Task.Delay(Timeout.Infinite, limit.Token);
        };
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 1));

        Assert.Equal(MlTrialStatus.Stopped, state.Trials[0].End?.Status);
        Assert.Equal(4, state.Trials[0].End?.Value);
        Assert.Equal(StudyTrialState.Pruned, state.Trials[0].Trial.State);
    }

    [Fact]
    public async Task A_study_that_takes_too_long_stops_its_trials()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (_, token) => Task.Delay(Timeout.Infinite, token);
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 4) with { MaxDuration = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("It ran for its MaxDuration of 00:00:00.2000000.", state.End?.Message);
        Assert.All(bench.Cloud.Jobs, job => Assert.Equal(MlJobStatus.Stopped, job.Job.Status));
    }

    [Fact]
    public async Task A_job_that_somebody_deletes_fails_its_trial_alone()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = async (job, token) =>
        {
            job.Print("loss=1");
            if (job.Spec.Name.EndsWith("-1", StringComparison.Ordinal))
            {
                bench.Cloud.Forget(job.Spec.Name);
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 4));

        Assert.Equal(MlTrialStatus.Failed, state.Trials[1].End?.Status);
        Assert.Contains("was deleted from Cloud by somebody", state.Trials[1].End?.Message, StringComparison.Ordinal);
        Assert.Equal(3, state.Trials.Count(run => run.End?.Status == MlTrialStatus.Succeeded));
    }

    [Fact]
    public async Task A_job_that_found_no_machine_is_tried_again_under_another_name()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (job, token) => job.Spec.Name.EndsWith("-0", StringComparison.Ordinal)
            ? throw new NeverStartedException("CapacityError: no machine of this kind.")
            : SimulatedCloud.PrintQuadraticAsync(job, token);
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 2));

        Assert.Equal($"s-{state.Created.Id}-0-r2", state.Trials[0].JobName);
        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
    }

    [Fact]
    public async Task A_study_whose_trials_all_fail_ends_with_the_first_ones_words()
    {
        using var bench = new StudyBench();
        bench.Cloud.Program = (_, _) => throw new InvalidOperationException("python: can't open file 'trian.py'");
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 100), parallel: 1);

        Assert.Equal(MlJobStatus.Failed, state.End?.Status);
        Assert.Equal(5, state.Trials.Count);
        Assert.Contains("trian.py", state.End?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_wrong_fails_the_trial_with_the_reason()
    {
        using var bench = new StudyBench();
        bench.Cloud.OnStart = (number, _) => number == 0 ? (new MlOpsException(ErrorCode.InvalidArgument, "An argument is too long.", "Shorten it."), false) : null;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 2), parallel: 1);

        Assert.Equal("An argument is too long. Shorten it.", state.Trials[0].End?.Message);
        Assert.Equal(MlTrialStatus.Succeeded, state.Trials[1].End?.Status);
    }

    [Fact]
    public async Task Somebody_elses_job_of_that_name_is_not_adopted()
    {
        using var bench = new StudyBench();
        bench.Cloud.OnStart = (number, spec) => number == 0 ? (new MlOpsException(ErrorCode.Conflict, "There is a job of that name."), false) : null;
        var state = await bench.RunAsync(StudyBench.Tuning(trials: 2), parallel: 1);

        Assert.All(state.Trials, run => Assert.Equal(MlTrialStatus.Succeeded, run.End?.Status));
        Assert.Equal(2, bench.Cloud.Accepted.Count);
    }
}
