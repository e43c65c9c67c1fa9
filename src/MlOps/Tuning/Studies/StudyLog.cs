using System.Globalization;

namespace MlOps;

/// <summary>The journal of a study as lines that a person reads.</summary>
internal static class StudyLog
{
    /// <summary>The lines.</summary>
    /// <param name="events">The journal.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="provider">The provider that is asked.</param>
    public static IEnumerable<MlLogEvent> Of(IEnumerable<StudyEvent> events, string study, string provider) =>
        from one in events
        let text = Text(one)
        where text.Length > 0
        select new MlLogEvent { Provider = provider, JobName = study, Time = one.Time, Message = TerminalText.Clean(text) };

    private static string Text(StudyEvent one) => one switch
    {
        StudyCreated created => Line($"study {created.Spec.Tuning.Job.Name} ({created.Id}): {created.Spec.Tuning.MaxTrials} trials of {created.Spec.Tuning.Metric}, seed {created.Seed}. {created.Spec.EngineReason}"),
        StudyDriven driven => Line($"process {driven.Process} on {driven.Host} runs the study"),
        StudyExtended extended => Line($"taken up again, for {extended.MaxTrials} trials"),
        TrialChosen chosen => Line($"trial {chosen.Trial}: {string.Join(' ', chosen.Values.Select(value => $"{value.Key}={(value.Value is null ? "null" : HyperparameterText.Of(value.Key, value.Value))}"))}"),
        TrialPlaced placed => Line($"trial {placed.Trial}: starts on {placed.Provider} as {placed.Job}"),
        TrialRefused refused => Line($"trial {refused.Trial}: has no job yet: {refused.Message}"),
        TrialStarted started => Line($"trial {started.Trial}: runs as {started.Id}"),
        TrialReported reported => string.Join("; ", reported.Points.Select(point => Line($"trial {reported.Trial}: {point.Value:g6} at step {point.Step}"))),
        TrialCondemned condemned => Line($"trial {condemned.Trial}: is ended early, since {condemned.Reason}"),
        TrialEnded ended => Line($"trial {ended.Trial}: {ended.Status}{(ended.Value is { } value ? Line($" with {value:g6}") : "")}{(ended.Message.Length > 0 ? $": {ended.Message}" : "")}"),
        StudyNoted noted => noted.Message,
        StudyEnded end => Line($"study ended: {end.Status}{(end.Message.Length > 0 ? $": {end.Message}" : "")}"),
        _ => "",
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
