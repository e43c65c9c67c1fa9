namespace MlOps;

/// <summary>Why a study starts no more trials and stops those that run.</summary>
/// <param name="Status">How it ends.</param>
/// <param name="Message">Why, in a sentence.</param>
internal sealed record StudyClosing(MlJobStatus Status, string Message);
