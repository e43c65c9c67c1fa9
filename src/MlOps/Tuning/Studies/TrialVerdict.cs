namespace MlOps;

/// <summary>Says how a trial ended, from its job and from what it has reported.</summary>
/// <param name="pattern">How the objective is read.</param>
/// <param name="measurement">Which of the values is the result.</param>
internal sealed class TrialVerdict(MetricPattern pattern, MlMeasurement? measurement)
{
    /// <summary>How a trial ended whose job has, and why.</summary>
    public (MlTrialStatus Status, string Message) Of(ActiveTrial trial, MlJob job, StudyClosing? closing)
    {
        var run = trial.Run;
        return (job.Status, run.Condemned, closing) switch
        {
            (MlJobStatus.Succeeded, _, _) when Value(run) is not null => (MlTrialStatus.Succeeded, ""),
            (MlJobStatus.Succeeded, _, _) => (MlTrialStatus.Failed, Valueless(trial)),
            (_, { } reason, _) => (MlTrialStatus.Pruned, reason),
            (MlJobStatus.Failed, _, _) => (MlTrialStatus.Failed, job.StatusMessage.Length > 0 ? job.StatusMessage : "Its job failed."),
            (_, _, { } end) => (MlTrialStatus.Stopped, end.Message),
            _ => (MlTrialStatus.Stopped, job.StatusMessage),
        };
    }

    private string Valueless(ActiveTrial trial) => trial.Run.Points > 0 ? $"The last value of '{pattern.Name}' is {FloatingPointText.Of(trial.Run.Last ?? double.NaN)}, which is no result."
        : trial.IsLogRead ? $"No line of its log matches the pattern of '{pattern.Name}': {TerminalText.Clean(pattern.Pattern)}"
        : $"Its log could not be read to the end, and has no value of '{pattern.Name}' so far.";

    /// <summary>The result of a trial; <see langword="null"/> when it has none.</summary>
    public double? Value(TrialRun run) => measurement == MlMeasurement.Best ? run.Best : run.Last is { } last && double.IsFinite(last) ? last : null;
}
