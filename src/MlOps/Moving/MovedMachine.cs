using System.Globalization;

namespace MlOps;

/// <summary>What a job's machine becomes when its work is started on another provider.</summary>
public sealed record MovedMachine
{
    /// <summary>The machine type there; <see langword="null"/> to leave the choice to the accelerator, or to the provider.</summary>
    public string? InstanceType { get; private init; }

    /// <summary>The accelerator of each machine; <see langword="null"/> for none.</summary>
    public string? Accelerator { get; private init; }

    /// <summary>How many accelerators each machine has; <see langword="null"/> for none.</summary>
    public int? AcceleratorCount { get; private init; }

    /// <summary>What becomes of what, to be said: <c>ml.p4d.24xlarge becomes a2-highgpu-8g</c>. Empty when nothing is known to become of it.</summary>
    public string Change { get; private init; } = "";

    /// <summary>Whether the machine there is smaller, so that the job may not fit.</summary>
    public bool IsSmaller { get; private init; }

    /// <summary>What of the machine has no counterpart; empty when nothing is lost.</summary>
    public string Loss { get; private init; } = "";

    /// <summary>Finds the machine.</summary>
    /// <param name="job">The job.</param>
    /// <param name="provider">The provider that its work is to be started on.</param>
    /// <returns>The machine. Accelerators that the provider does not have in this number stay as they are: to put others in their place is for the user to decide.</returns>
    public static MovedMachine Of(MlJob job, string provider)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (Known(job) is { } machine)
        {
            return InstanceCatalogue.Nearest(machine, provider) is { } nearest ? Becomes(machine, nearest)
                : machine.AcceleratorCount > 0 ? new() { Accelerator = machine.Accelerator, AcceleratorCount = machine.AcceleratorCount, Loss = Lost(job, provider) }
                : new() { Loss = $"InstanceType {job.InstanceType}" };
        }

        var isThere = job.Accelerator.Length > 0 && InstanceCatalogue.Of(provider).Any(other => other.IsAccelerator(job.Accelerator));
        return isThere ? new() { Accelerator = job.Accelerator, AcceleratorCount = job.AcceleratorCount > 0 ? job.AcceleratorCount : null }
            : job.Accelerator.Length > 0 ? new() { Loss = $"Accelerator {job.Accelerator}" }
            : new() { Loss = InstanceCatalogue.Of(job.Provider).Any() && job.InstanceType.Length > 0 ? $"InstanceType {job.InstanceType}" : "" };
    }

    /// <summary>The job's machine in the catalogue; of several, the first that has the job's accelerators.</summary>
    private static MlInstance? Known(MlJob job)
    {
        var types = job.InstanceType.Split(',');
        return types.Select(type => InstanceCatalogue.Find(job.Provider, type, job.Accelerator, job.AcceleratorCount)).FirstOrDefault(found => found is not null);
    }

    /// <summary>Where there are no machine types at all, only the type is lost: whether the accelerator is, its provider knows.</summary>
    private static string Lost(MlJob job, string provider) => InstanceCatalogue.Of(provider).Any() ? "" : $"InstanceType {job.InstanceType}";

    private static MovedMachine Becomes(MlInstance machine, MlInstance nearest)
    {
        string[] less =
        [
            .. nearest.VCpu < machine.VCpu ? (string[])[$"{Shown(nearest.VCpu)} CPUs instead of {Shown(machine.VCpu)}"] : [],
            .. nearest.Memory < machine.Memory ? (string[])[$"{Shown(nearest.Memory >> 30)} GiB of memory instead of {Shown(machine.Memory >> 30)}"] : [],
        ];
        return new()
        {
            InstanceType = nearest.InstanceType,
            Accelerator = nearest.AcceleratorCount > 0 ? nearest.Accelerator : null,
            AcceleratorCount = nearest.AcceleratorCount > 0 ? nearest.AcceleratorCount : null,
            Change = $"{machine.InstanceType} becomes {nearest.InstanceType}{(less.Length > 0 ? $", which has {string.Join(" and ", less)}" : "")}",
            IsSmaller = less.Length > 0,
        };
    }

    private static string Shown(long number) => number.ToString(CultureInfo.InvariantCulture);
}
