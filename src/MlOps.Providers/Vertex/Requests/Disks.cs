using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The boot disk of each machine, which is where a container writes to.</summary>
internal static class Disks
{
    private const int DefaultSize = 100;
    private const long GiB = 1L << 30;

    // The newest series boot from a kind of disk of their own, which the service takes by itself where none is named.
    private static readonly string[] s_otherwise = ["a3-ultragpu-", "a4-", "a4x-", "g4-", "c4-", "n4-"];

    public static DiskSpec Of(TrainingSpec spec, string machineType) => new()
    {
        BootDiskType = s_otherwise.Any(series => machineType.StartsWith(series, StringComparison.Ordinal)) ? null : "pd-ssd",
        BootDiskSizeGb = spec.VolumeSize is { } bytes ? (int)Math.Clamp((bytes / GiB) + (bytes % GiB > 0 ? 1 : 0), int.MinValue, int.MaxValue) : DefaultSize,
    };
}
