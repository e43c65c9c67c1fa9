namespace MlOps.Tests.Tuning;

/// <summary>How far a search is, and how long it will still take.</summary>
public sealed class TuningProgressTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static TuningProgress At(int minutes, int succeeded, int running, int? total = 20, int pruned = 0) => TuningProgress.Of(
        new MlTuningJob { Provider = "Local", Name = "t", Id = "t", StartedAt = s_start, SucceededTrials = succeeded, RunningTrials = running, PrunedTrials = pruned, MaxTrials = total },
        s_start.AddMinutes(minutes));

    [Fact]
    public void Whatever_has_ended_is_done() => Assert.Equal(5, At(10, succeeded: 3, running: 4, pruned: 2).Done);

    [Fact]
    public void Trials_one_after_the_other_take_as_long_as_those_before() => Assert.Equal(TimeSpan.FromMinutes(150), At(50, succeeded: 5, running: 0).TimeLeft);

    [Fact]
    public void Those_that_run_beside_the_first_that_ends_count_as_half() => Assert.Equal(TimeSpan.FromMinutes(60), At(10, succeeded: 1, running: 4, total: 21).TimeLeft);

    [Fact]
    public void Nothing_is_left_in_the_end() => Assert.Equal(TimeSpan.Zero, At(50, succeeded: 20, running: 0).TimeLeft);

    [Fact]
    public void Nothing_is_known_before_a_trial_has_ended_or_without_a_limit()
    {
        Assert.Null(At(50, succeeded: 0, running: 4).TimeLeft);
        Assert.Null(At(50, succeeded: 5, running: 4, total: null).TimeLeft);
        Assert.Null(At(0, succeeded: 1, running: 4).TimeLeft);
    }
}
