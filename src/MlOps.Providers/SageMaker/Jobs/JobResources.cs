using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>The machines of a job, in a few words.</summary>
/// <param name="InstanceType">The machine type; of several, all of them with commas.</param>
/// <param name="InstanceCount">How many machines.</param>
internal sealed record JobResources(string InstanceType, int InstanceCount)
{
    /// <summary>The machine that speaks for the accelerators: the first with any, else the first.</summary>
    private readonly MlInstance? _machine = Speaker(InstanceType);

    public string Accelerator => _machine?.Accelerator ?? "";

    public int AcceleratorCount => _machine?.AcceleratorCount ?? 0;

    public static JobResources Of(ResourceConfig? resources) =>
        resources?.InstanceGroups is { Count: > 0 } groups && resources.InstanceType is null
            ? new(Joined(groups.Select(group => group.InstanceType)), groups.Sum(group => group.InstanceCount ?? 1))
            : new(resources?.InstanceType ?? "", resources?.InstanceCount ?? 1);

    /// <summary>The machines of a tuning job, whose definitions can differ. Those that one definition may take instead of others are alternatives: the first one's count counts.</summary>
    public static JobResources Of(IReadOnlyList<TrainingJobDefinition> definitions)
    {
        JobResources[] each = [.. definitions.Select(Of)];
        return new(Joined(each.SelectMany(one => one.InstanceType.Split(','))), each.FirstOrDefault()?.InstanceCount ?? 1);
    }

    private static JobResources Of(TrainingJobDefinition definition) =>
        definition.HyperParameterTuningResourceConfig is not { } flexible || definition.ResourceConfig is not null ? Of(definition.ResourceConfig)
        : flexible.InstanceConfigs is { Count: > 0 } configs ? new(Joined(configs.Select(config => config.InstanceType)), configs[0].InstanceCount ?? 1)
        : new(flexible.InstanceType ?? "", flexible.InstanceCount ?? 1);

    private static string Joined(IEnumerable<string?> types) => string.Join(',', types.Where(type => !string.IsNullOrEmpty(type)).Distinct(StringComparer.Ordinal));

    private static MlInstance? Speaker(string types)
    {
        MlInstance[] machines = [.. types.Split(',').Select(type => InstanceCatalogue.Find(SageMakerProvider.ProviderName, type)).OfType<MlInstance>()];
        return machines.FirstOrDefault(machine => machine.AcceleratorCount > 0) ?? machines.FirstOrDefault();
    }
}
