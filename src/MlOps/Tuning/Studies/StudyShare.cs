namespace MlOps;

/// <summary>What one provider does of a search.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="MaxParallel">How many trials run there at once at most.</param>
/// <param name="Job">What each of its trials runs there, under the name of the search. Its code and inputs are where the provider can read them.</param>
public sealed record StudyShare(string Provider, int MaxParallel, TrainingSpec Job);
