namespace MlOps;

/// <summary>Shows a study as every tuning job is shown.</summary>
internal static class StudyJob
{
    /// <summary>What the id of a study begins with.</summary>
    public const string IdPrefix = "study:";

    // A driver takes a moment to come up.
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(20);

    /// <summary>Makes a job of what a journal adds up to.</summary>
    /// <param name="state">The study.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="provider">The provider that is asked; one of those that run its trials.</param>
    /// <param name="changedAt">When the journal last changed.</param>
    public static MlTuningJob Of(StudyState state, StudyFolder folder, string provider, DateTimeOffset changedAt)
    {
        var tuning = state.Tuning;
        var share = state.Created.Spec.Shares.First(share => share.Provider == provider);
        var (status, word, message) = Status(state, folder, changedAt);
        var trials = StudyTrials.Of(state).ToArray();
        var best = TrialOrder.Best(trials, tuning.Goal);
        return new()
        {
            Provider = provider,
            Name = folder.Name,
            Id = IdPrefix + state.Created.Id,
            Kind = MlJobKind.Tuning,
            Status = status,
            ProviderStatus = word,
            StatusMessage = message,
            CreatedAt = state.Created.Time,
            StartedAt = state.DrivenAt,
            EndedAt = state.End?.Time ?? (status.IsEnded() ? changedAt : null),
            Image = share.Job.Image ?? "",
            Command = share.Job.Command,
            Argument = share.Job.Arguments,
            Hyperparameter = new OrderedDictionary<string, object?>(share.Job.Hyperparameters, StringComparer.Ordinal),
            InputData = share.Job.InputData,
            SourceUri = share.Job.SourceDirectory ?? "",
            Environment = share.Job.Environment,
            OutputUri = new Uri(folder.Path + Path.DirectorySeparatorChar).AbsoluteUri,
            InstanceType = share.Job.InstanceType ?? "",
            InstanceCount = share.Job.InstanceCount,
            Accelerator = share.Job.Accelerator ?? "",
            AcceleratorCount = share.Job.AcceleratorCount ?? 0,
            Spot = share.Job.Spot,
            MaxRuntime = share.Job.MaxRuntime,
            Metric = best?.Value is { } value ? new Dictionary<string, double>(StringComparer.Ordinal) { [tuning.Metric] = value } : new Dictionary<string, double>(),
            MetricPattern = share.Job.MetricPatterns,
            Tag = share.Job.Tags,
            ConsoleUri = new Uri(folder.Path + Path.DirectorySeparatorChar).AbsoluteUri,
            Raw = state.Created.Spec,
            Objective = tuning.Metric,
            Goal = tuning.Goal,
            BestTrial = best,
            MaxTrials = state.MaxTrials,
            MaxParallel = state.Created.Spec.Shares.Sum(one => one.MaxParallel),
            RunningTrials = trials.Count(trial => trial.Status is MlTrialStatus.Running or MlTrialStatus.Pending),
            SucceededTrials = trials.Count(trial => trial.Status == MlTrialStatus.Succeeded),
            FailedTrials = trials.Count(trial => trial.Status == MlTrialStatus.Failed),
            StoppedTrials = trials.Count(trial => trial.Status == MlTrialStatus.Stopped),
            PrunedTrials = trials.Count(trial => trial.Status == MlTrialStatus.Pruned),
            Engine = MlTuningEngine.Client,
            EngineReason = state.Created.Spec.EngineReason,
            TrialProvider = [.. state.Created.Spec.Shares.Select(one => one.Provider)],
        };
    }

    private static (MlJobStatus Status, string Word, string Message) Status(StudyState state, StudyFolder folder, DateTimeOffset changedAt)
    {
        if (state.End is { } end)
        {
            return (end.Status, end.Status.ToString(), end.Message);
        }

        if (folder.IsDriven())
        {
            return folder.IsStopRequested ? (MlJobStatus.Stopping, nameof(MlJobStatus.Stopping), "It was asked to stop.")
                : state.Trials.Any(run => run.IsStarted) ? (MlJobStatus.Running, nameof(MlJobStatus.Running), state.Note)
                : (MlJobStatus.Pending, nameof(MlJobStatus.Pending), state.Note);
        }

        if (state.AwaitsDriverSince is { } since && DateTimeOffset.UtcNow - since < s_start)
        {
            return (MlJobStatus.Pending, nameof(MlJobStatus.Pending), "");
        }

        var who = state.AwaitsDriverSince is null && folder.LastDriver() is { } driver ? $"The process that ran it is gone ({driver})" : "The process that was to run it did not come up";
        var words = folder.LastWords();
        return (MlJobStatus.Stopped, "Interrupted", $"{who}{(words.Length > 0 ? $": {words.TrimEnd('.')}" : "")}. Its trials go on by themselves; Resume-MlTuning {folder.Name} takes it up again.");
    }
}
