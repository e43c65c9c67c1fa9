namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The kinds of training that a search chooses from.</summary>
internal static class TuningKinds
{
    /// <summary>The kinds, under the name of the search: the only one has no name of its own.</summary>
    public static IReadOnlyList<TuningDefinition> Of(TuningSpec spec) => spec.Definitions.Count == 0
        ? [new("", spec.Job, spec.Space, spec.Metric, spec.Goal)]
        : [.. spec.Definitions.Select(definition => definition with { Job = definition.Job with { Name = spec.Job.Name } })];
}
