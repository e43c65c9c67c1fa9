using System.Globalization;

namespace MlOps;

/// <summary>When a study is over before its last trial.</summary>
internal static class StudyRules
{
    // A command that is wrong is wrong in every trial.
    private const int HopelessTrials = 5;

    /// <summary>Looks at a study after something has happened in it.</summary>
    /// <param name="state">The study.</param>
    /// <param name="isStopRequested">Whether somebody wants it stopped.</param>
    /// <param name="now">The time.</param>
    /// <returns>Why it ends; <see langword="null"/> when it goes on.</returns>
    public static StudyClosing? Look(StudyState state, bool isStopRequested, DateTimeOffset now)
    {
        var tuning = state.Tuning;
        if (isStopRequested)
        {
            return new(MlJobStatus.Stopped, "It was stopped with Stop-MlJob.");
        }

        if (tuning.MaxDuration is { } limit && state.DrivenAt is { } begun && now - begun >= limit)
        {
            return new(MlJobStatus.Succeeded, $"It ran for its MaxDuration of {limit.ToString("c", CultureInfo.InvariantCulture)}.");
        }

        var best = state.Best;
        if (tuning.TargetValue is { } target && best?.End?.Value is { } value && !state.IsBetter(target, value))
        {
            return new(MlJobStatus.Succeeded, Text($"Trial {best.Number} reached the target {target:g6} with {value:g6}."));
        }

        var failed = state.Trials.Count(trial => trial.End?.Status == MlTrialStatus.Failed);
        var firstFailure = state.Trials.FirstOrDefault(trial => trial.End?.Status == MlTrialStatus.Failed)?.Message ?? "";
        if (tuning.MaxFailedTrials is { } most && failed >= most)
        {
            return new(MlJobStatus.Failed, Text($"{failed} trials failed, which is its MaxFailedTrials. The first one: {firstFailure}"));
        }

        if (failed >= HopelessTrials && state.Trials.All(trial => trial.End is null or { Status: MlTrialStatus.Failed }))
        {
            return new(MlJobStatus.Failed, Text($"The first {failed} trials failed, and none had a value. The first one: {firstFailure}"));
        }

        return tuning.MaxTrialsWithoutImprovement is { } patience && best is not null && EndedAfter(state, best) >= patience
            ? new(MlJobStatus.Succeeded, Text($"{patience} trials in a row were no better than trial {best.Number}."))
            : null;
    }

    /// <summary>How a study ends that has nothing left to do.</summary>
    public static StudyEnded Finish(StudyState state) => state.Best is not null ? new(MlJobStatus.Succeeded, "")
        : state.Trials.Count == 0 ? new(MlJobStatus.Failed, "It had no trial.")
        : new(MlJobStatus.Failed, Text($"None of its {state.Trials.Count} trials has a value. The first one: {state.Trials[0].Message}"));

    private static int EndedAfter(StudyState state, TrialRun best) => state.Trials.Count(trial => trial.End is { } end && end.Status != MlTrialStatus.Failed && trial != best && end.Time > best.End!.Time);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
