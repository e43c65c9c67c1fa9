namespace MlOps;

/// <summary>The part of a study that one provider has.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="MaxParallel">How many trials run there at once at most.</param>
/// <param name="Job">What a trial runs there; its name is that of the study.</param>
public sealed record StudyShare(string Provider, int MaxParallel, TrainingSpec Job);
