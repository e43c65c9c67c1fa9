namespace MlOps;

/// <summary>Which machines are wanted. What is not set, every machine fits.</summary>
public sealed record InstanceQuery
{
    /// <summary>Machine types, one of which has to fit.</summary>
    public IReadOnlyList<NamePattern> InstanceTypes { get; init; } = [];

    /// <summary>Accelerators, one of which has to fit. A machine without accelerators fits none of them, <c>*</c> neither.</summary>
    public IReadOnlyList<NamePattern> Accelerators { get; init; } = [];

    /// <summary>Exactly so many accelerators; 0 for machines without.</summary>
    public int? AcceleratorCount { get; init; }

    /// <summary>At least so many virtual CPUs.</summary>
    public int MinimumVCpu { get; init; }

    /// <summary>At least so many bytes of memory.</summary>
    public long MinimumMemory { get; init; }

    /// <summary>At least so many bytes of memory in each accelerator.</summary>
    public long MinimumAcceleratorMemory { get; init; }

    /// <summary>Whether a machine is wanted.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns><see langword="true"/> when it fits all that is set.</returns>
    public bool Matches(MlInstance machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return (InstanceTypes.Count == 0 || InstanceTypes.Any(pattern => pattern.Matches(machine.InstanceType)))
            && (Accelerators.Count == 0 || Accelerators.Any(pattern => machine.AcceleratorNames.Any(pattern.Matches)))
            && (AcceleratorCount is null || machine.AcceleratorCount == AcceleratorCount)
            && machine.VCpu >= MinimumVCpu
            && machine.Memory >= MinimumMemory
            && machine.AcceleratorMemory >= MinimumAcceleratorMemory;
    }
}
