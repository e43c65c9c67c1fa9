using System.Text.Json.Serialization;

namespace MlOps;

/// <summary>One line of a study's journal: something that was decided, or that was seen.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StudyCreated), "study")]
[JsonDerivedType(typeof(StudyDriven), "driver")]
[JsonDerivedType(typeof(StudyExtended), "resume")]
[JsonDerivedType(typeof(TrialChosen), "trial")]
[JsonDerivedType(typeof(TrialPlaced), "place")]
[JsonDerivedType(typeof(TrialRefused), "refused")]
[JsonDerivedType(typeof(TrialStarted), "started")]
[JsonDerivedType(typeof(TrialReported), "report")]
[JsonDerivedType(typeof(TrialCondemned), "prune")]
[JsonDerivedType(typeof(TrialEnded), "ended")]
[JsonDerivedType(typeof(StudyNoted), "note")]
[JsonDerivedType(typeof(StudyEnded), "end")]
internal abstract record StudyEvent
{
    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;
}

/// <summary>The first line: what the study is.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Id">What tells this study from another of the same name; the jobs of its trials carry it.</param>
/// <param name="Seed">What its choices are made with.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="Context">The settings that were in force, so that another shell goes on with the same ones.</param>
internal sealed record StudyCreated(int Version, string Id, long Seed, StudySpec Spec, IReadOnlyDictionary<string, string> Context) : StudyEvent;

/// <summary>A process has begun to run the study.</summary>
internal sealed record StudyDriven(int Process, string Host) : StudyEvent;

/// <summary>The study was taken up again by its user.</summary>
/// <param name="MaxTrials">How many trials there are to be now.</param>
internal sealed record StudyExtended(int MaxTrials) : StudyEvent;

/// <summary>The parameters of the next trial were chosen.</summary>
internal sealed record TrialChosen(int Trial, IReadOnlyDictionary<string, object?> Values) : StudyEvent;

/// <summary>A trial is about to be started: from here on a job of this name may be there.</summary>
internal sealed record TrialPlaced(int Trial, string Provider, string Job) : StudyEvent;

/// <summary>A trial is not there after all, and may be placed anew.</summary>
internal sealed record TrialRefused(int Trial, string Message) : StudyEvent;

/// <summary>The job of a trial is there.</summary>
internal sealed record TrialStarted(int Trial, string Id, string Region) : StudyEvent;

/// <summary>A trial has reported its objective.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Points">Steps and values, in the order of the log.</param>
internal sealed record TrialReported(int Trial, IReadOnlyList<ReportedPoint> Points) : StudyEvent;

/// <summary>One value of the objective.</summary>
internal sealed record ReportedPoint(long Step, double Value);

/// <summary>A trial is to be ended early.</summary>
internal sealed record TrialCondemned(int Trial, string Reason) : StudyEvent;

/// <summary>A trial has ended.</summary>
internal sealed record TrialEnded(int Trial, MlTrialStatus Status, double? Value, string Message) : StudyEvent
{
    /// <summary>When its job began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its job ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where its job stood, in the provider's word.</summary>
    public string ProviderStatus { get; init; } = "";
}

/// <summary>Something that a person who looks into the journal wants to know, such as why the study waits.</summary>
internal sealed record StudyNoted(string Message) : StudyEvent;

/// <summary>The study has ended.</summary>
internal sealed record StudyEnded(MlJobStatus Status, string Message) : StudyEvent;
