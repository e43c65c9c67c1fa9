namespace MlOps;

/// <summary>One of several kinds of training that a search chooses from (SageMaker's <c>TrainingJobDefinitions</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Job">What each of its trials runs.</param>
/// <param name="Space">Its search space.</param>
/// <param name="Metric">The name of its objective.</param>
/// <param name="Goal">What is wanted of its objective.</param>
public sealed record TuningDefinition(string Name, TrainingSpec Job, SearchSpace Space, string Metric, MlGoal Goal);
