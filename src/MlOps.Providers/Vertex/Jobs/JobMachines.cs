using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Requests;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>The machines of a job, in a few words.</summary>
/// <param name="InstanceType">The machine type; of several, all of them with commas.</param>
/// <param name="InstanceCount">How many machines.</param>
/// <param name="Accelerator">The accelerator of the first pool that has one.</param>
/// <param name="AcceleratorCount">How many of them each machine of that pool has.</param>
internal sealed record JobMachines(string InstanceType, int InstanceCount, string Accelerator, int AcceleratorCount)
{
    public static JobMachines Of(CustomJobSpec? job)
    {
        // A pool that is left out has no machine, and stands there to keep the place of the next one.
        WorkerPoolSpec[] pools = [.. (job?.WorkerPoolSpecs ?? []).Where(pool => pool.MachineSpec is not null || pool.ReplicaCount > 0)];
        var types = pools.Select(pool => pool.MachineSpec?.MachineType ?? "").Where(type => type.Length > 0).Distinct(StringComparer.Ordinal);
        var (accelerator, count) = pools.Select(pool => Accelerators(pool.MachineSpec)).FirstOrDefault(found => found.Count > 0, (Name: "", Count: 0));
        return new(
            TerminalText.Clean(string.Join(',', types)),
            pools.Length == 0 ? 1 : (int)Math.Min(pools.Sum(pool => Math.Clamp(pool.ReplicaCount ?? 1, 0, int.MaxValue)), int.MaxValue),
            TerminalText.Clean(accelerator),
            count);
    }

    /// <summary>Those that the document names, or those that the type has built in and the document need not name.</summary>
    private static (string Name, int Count) Accelerators(MachineSpec? machine) =>
        AcceleratorName.Common(machine?.AcceleratorType) is { Length: > 0 } name ? (name, machine!.AcceleratorCount ?? 1)
        : machine?.MachineType is { } type && InstanceCatalogue.Find(VertexProvider.ProviderName, type) is { AcceleratorCount: > 0 } known ? (known.Accelerator, known.AcceleratorCount)
        : ("", 0);
}
