namespace MlOps;

/// <summary>The order in which trials are shown: the best first, then those that still run, then those without a value.</summary>
public static class TrialOrder
{
    /// <summary>Puts trials in order.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="goal">What is wanted of the objective.</param>
    /// <returns>Complete ones by value, the best first; then pruned and stopped ones by value; then what runs or waits; then the rest; equal ones by number.</returns>
    public static IReadOnlyList<MlTrial> BestFirst(IEnumerable<MlTrial> trials, MlGoal goal) =>
    [
        .. trials
            .OrderBy(Rank)
            .ThenBy(trial => trial.Value is { } value && !double.IsNaN(value) ? (goal == MlGoal.Maximize ? -value : value) : double.PositiveInfinity)
            .ThenBy(trial => trial.Number ?? int.MaxValue)
            .ThenBy(trial => trial.Name, StringComparer.Ordinal),
    ];

    /// <summary>The best of the complete trials.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="goal">What is wanted of the objective.</param>
    /// <returns>The trial; <see langword="null"/> when none is complete.</returns>
    public static MlTrial? Best(IEnumerable<MlTrial> trials, MlGoal goal) =>
        BestFirst(trials, goal) is [{ Status: MlTrialStatus.Succeeded, Value: { } value } first, ..] && !double.IsNaN(value) ? first : null;

    private static int Rank(MlTrial trial) => trial.Status switch
    {
        MlTrialStatus.Succeeded when trial.Value is { } value && !double.IsNaN(value) => 0,
        MlTrialStatus.Pruned or MlTrialStatus.Stopped when trial.Value is { } value && !double.IsNaN(value) => 1,
        MlTrialStatus.Running => 2,
        MlTrialStatus.Pending => 3,
        _ => 4,
    };
}
