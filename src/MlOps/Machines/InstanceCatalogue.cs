namespace MlOps;

/// <summary>The machine types that MlOps knows. It is data of this version of MlOps: nobody is asked.</summary>
public static class InstanceCatalogue
{
    private static readonly Lazy<InstanceTable> s_table = new(InstanceTable.Load);
    private static readonly Lazy<MlInstance[]> s_all = new(() => [.. InOrder(s_table.Value.Machines)]);

    // A list of thousands of jobs looks each of their machines up.
    private static readonly Lazy<Dictionary<string, MlInstance[]>> s_byName = new(
        () => All.GroupBy(machine => Key(machine.Provider, machine.InstanceType), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(machines => machines.Key, machines => machines.ToArray(), StringComparer.OrdinalIgnoreCase));

    /// <summary>With fewer CPUs than this beside an accelerator, what a machine has to do besides training, such as collecting the log, starves: it is chosen only by its name.</summary>
    private const int FewestCpus = 4;

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
    /// <returns>The machine; one that takes accelerators or none, without them; <see langword="null"/> when it is not known.</returns>
    public static MlInstance? Find(string provider, string instanceType) => Variants(provider, instanceType) is [var first, ..] ? first : null;

    /// <summary>Every form of a machine type: one that takes accelerators or none is there without them and with each number of each kind that it takes.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="instanceType">The machine type, in any case.</param>
    /// <returns>The machines, the one with the fewest accelerators first; none when it is not known.</returns>
    public static IReadOnlyList<MlInstance> Variants(string provider, string instanceType) => s_byName.Value.GetValueOrDefault(Key(provider, instanceType)) ?? [];

    /// <summary>Looks a machine type up that has these accelerators.</summary>
    /// <param name="provider">The provider's name, in any case.</param>
    /// <param name="instanceType">The machine type, in any case.</param>
    /// <param name="accelerator">The accelerator, in any case; empty for none.</param>
    /// <param name="count">How many.</param>
    /// <returns>The machine; <see langword="null"/> when it is not known, or does not come with them.</returns>
    public static MlInstance? Find(string provider, string instanceType, string accelerator, int count) => Variants(provider, instanceType)
        .FirstOrDefault(machine => machine.AcceleratorCount == count && (count == 0 || machine.IsAccelerator(accelerator)));

    /// <summary>
    /// The machine of another provider that comes nearest: with the same accelerators, or none where it has none, of those with as many CPUs and as much memory the one with
    /// the fewest CPUs. Where none with the same accelerators is as large, the largest.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="provider">The other provider's name, in any case.</param>
    /// <returns>The other provider's machine; <see langword="null"/> when it has none.</returns>
    public static MlInstance? Nearest(MlInstance machine, string provider)
    {
        ArgumentNullException.ThrowIfNull(machine);
        MlInstance[] same =
        [
            .. Of(provider).Where(other => other.AcceleratorCount == machine.AcceleratorCount
                && string.Equals(other.Accelerator, machine.Accelerator, StringComparison.OrdinalIgnoreCase)),
        ];
        var large = same.Where(other => other.VCpu >= machine.VCpu && other.Memory >= machine.Memory).ToArray();
        return large.Length > 0 ? large.OrderBy(other => other.VCpu).ThenBy(other => other.Memory).ThenBy(Rarity).First()
            : machine.AcceleratorCount > 0 ? same.OrderByDescending(other => other.Memory).ThenBy(other => other.VCpu).FirstOrDefault()
            : null;
    }

    /// <summary>Chooses a machine by its accelerators: of those that have them, the one with the fewest CPUs, but for those with too few, then the least memory.</summary>
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
            .Where(machine => machine.IsAccelerator(accelerator) && machine.VCpu >= FewestCpus)
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

    /// <summary>Of machines of the same size, the plain ones come first: what each provider's users begin with.</summary>
    private static int Rarity(MlInstance machine) =>
        machine.InstanceType.StartsWith("ml.m5.", StringComparison.Ordinal) || machine.InstanceType.StartsWith("n2-", StringComparison.Ordinal) ? 0 : 1;

    private static IOrderedEnumerable<MlInstance> InOrder(IEnumerable<MlInstance> machines) => machines
        .OrderBy(machine => machine.Provider, StringComparer.Ordinal)
        .ThenBy(machine => machine.Accelerator, StringComparer.OrdinalIgnoreCase)
        .ThenBy(machine => machine.AcceleratorCount)
        .ThenBy(machine => machine.VCpu)
        .ThenBy(machine => machine.Memory)
        .ThenBy(machine => machine.InstanceType, StringComparer.Ordinal);

    private static string Key(string provider, string instanceType) => $"{provider}/{instanceType}";
}
