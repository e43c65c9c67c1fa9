namespace MlOps;

/// <summary>The machine types that MlOps knows. It is data of this version of MlOps: nobody is asked.</summary>
public static class InstanceCatalogue
{
    private static readonly Lazy<InstanceTable> s_table = new(InstanceTable.Load);
    private static readonly Lazy<MlInstance[]> s_all = new(() => [.. InOrder(s_table.Value.Machines)]);

    // A list of thousands of jobs looks each of their machines up.
    private static readonly Lazy<Dictionary<string, MlInstance>> s_byName = new(
        () => All.ToDictionary(machine => Key(machine.Provider, machine.InstanceType), StringComparer.OrdinalIgnoreCase));

    /// <summary>The month that the figures are of, as its first day.</summary>
    public static DateOnly Date => s_table.Value.Date;

    /// <summary>Every machine: by provider, then by accelerator (those without one first), then from the smallest to the largest.</summary>
    public static IReadOnlyList<MlInstance> All => s_all.Value;

    /// <summary>The names of the providers whose machines are known.</summary>
    public static IReadOnlyList<string> Providers => [.. All.Select(machine => machine.Provider).Distinct()];

    /// <summary>The machines of a provider, in the order of <see cref="All"/>.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <returns>The machines; none when the provider is not known.</returns>
    public static IEnumerable<MlInstance> Of(string provider) =>
        All.Where(machine => string.Equals(machine.Provider, provider, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks a machine type up.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="instanceType">The machine type, in any case.</param>
    /// <returns>The machine; <see langword="null"/> when it is not known.</returns>
    public static MlInstance? Find(string provider, string instanceType) => s_byName.Value.GetValueOrDefault(Key(provider, instanceType));

    /// <summary>Chooses a machine by its accelerators: of those that have them, the one with the fewest CPUs, then the least memory.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="accelerator">The accelerator, in any case: <c>A100</c>, or with its memory: <c>A100-40GB</c>.</param>
    /// <param name="count">How many. <see langword="null"/> for one, or for as few as there are.</param>
    /// <returns>The machine.</returns>
    /// <exception cref="MlOpsException">The provider has no such machine. The message says which ones it has.</exception>
    public static MlInstance Pick(string provider, string accelerator, int? count = null)
    {
        var machines = Of(provider).ToList();
        if (machines.Count == 0)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"MlOps knows no machines of {provider} to choose one by its accelerator.",
                "Name the machine type instead, where the provider has types.",
                accelerator);
        }

        // They are in order, so the first of each count is the smallest.
        var smallest = machines
            .Where(machine => machine.AcceleratorNames.Contains(accelerator, StringComparer.OrdinalIgnoreCase))
            .DistinctBy(machine => machine.AcceleratorCount)
            .ToList();
        if (smallest.Count == 0)
        {
            throw NoSuchAccelerator(machines, accelerator);
        }

        return count is null
            ? smallest[0]
            : smallest.Find(machine => machine.AcceleratorCount == count) ?? throw NoSuchCount(smallest, count.Value);
    }

    private static MlOpsException NoSuchAccelerator(List<MlInstance> machines, string accelerator)
    {
        string[] known = [.. machines.Select(machine => machine.Accelerator).Where(name => name.Length > 0).Distinct()];
        return new(
            ErrorCode.InvalidArgument,
            $"{machines[0].Provider} has no machine with the accelerator '{accelerator}'. It has {string.Join(", ", known)}.",
            NearestName.Find(accelerator, known) is { } nearest ? $"Did you mean '{nearest}'?" : "Find-MlInstance lists the machines.",
            accelerator);
    }

    private static MlOpsException NoSuchCount(List<MlInstance> smallest, int count)
    {
        var known = string.Join(", ", smallest.Select(machine => $"{machine.AcceleratorCount} ({machine.InstanceType})"));
        return new(
            ErrorCode.InvalidArgument,
            $"{smallest[0].Provider} has no machine with {count} × {smallest[0].Accelerator}. It has {known}.",
            "Ask for a number that there is, or name the machine type.",
            count);
    }

    private static IOrderedEnumerable<MlInstance> InOrder(IEnumerable<MlInstance> machines) => machines
        .OrderBy(machine => machine.Provider, StringComparer.Ordinal)
        .ThenBy(machine => machine.Accelerator, StringComparer.OrdinalIgnoreCase)
        .ThenBy(machine => machine.AcceleratorCount)
        .ThenBy(machine => machine.VCpu)
        .ThenBy(machine => machine.Memory)
        .ThenBy(machine => machine.InstanceType, StringComparer.Ordinal);

    private static string Key(string provider, string instanceType) => $"{provider}/{instanceType}";
}
