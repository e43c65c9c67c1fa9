namespace MlOps;

/// <summary>Shows the trials of a study as those of any provider are shown.</summary>
internal static class StudyTrials
{
    /// <summary>The trials, in the order in which they were chosen.</summary>
    public static IEnumerable<MlTrial> Of(StudyState state) => state.Trials.Select(run => Of(state, run));

    /// <summary>One trial.</summary>
    public static MlTrial Of(StudyState state, TrialRun run)
    {
        var name = state.Tuning.Job.Name;
        return new()
        {
            Provider = run.Provider ?? state.Created.Spec.Shares[0].Provider,
            TuningJobName = name,
            Name = run.JobName.Length > 0 ? run.JobName : TrialJob.Name(name, state.Created.Id, run.Number, 1),
            Number = run.Number,
            Id = run.JobId,
            Status = run.End?.Status ?? (run.IsStarted ? MlTrialStatus.Running : MlTrialStatus.Pending),
            ProviderStatus = run.End?.ProviderStatus ?? "",
            StatusMessage = run.End is null && run.Condemned is { } reason ? reason : run.Message,
            Hyperparameter = run.Trial.Values,
            Objective = state.Tuning.Metric,
            Value = run.End is { } end ? end.Value : run.Last,
            Step = run.Trial.LastStep,
            CreatedAt = run.ChosenAt,
            StartedAt = run.End?.StartedAt ?? (run.End is null && run.IsStarted ? run.PlacedAt : null),
            EndedAt = run.End?.EndedAt,
            Region = run.Region,
        };
    }
}
