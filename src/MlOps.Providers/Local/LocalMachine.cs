namespace MlOps.Providers.Local;

/// <summary>The machine that a local job runs on.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Accelerator">The model of its accelerators; empty when there are none.</param>
/// <param name="AcceleratorCount">How many of them the job can see.</param>
public sealed record LocalMachine(string Host, string Accelerator, int AcceleratorCount)
{
    /// <summary>The machine type of every local job.</summary>
    public const string InstanceType = "local";

    // Written by NVIDIA's kernel driver, one folder a device: no program has to be started to read it.
    private const string NvidiaDevices = "/proc/driver/nvidia/gpus";

    /// <summary>Looks at this machine.</summary>
    /// <returns>What it is.</returns>
    public static LocalMachine Detect()
    {
        var models = ReadNvidiaModels();
        return new(Environment.MachineName, models.FirstOrDefault() ?? "", VisibleCount(models.Count));
    }

    private static List<string> ReadNvidiaModels()
    {
        try
        {
            return
            [
                .. from device in Directory.EnumerateDirectories(NvidiaDevices)
                   from line in File.ReadLines(Path.Combine(device, "information"))
                   where line.StartsWith("Model:", StringComparison.Ordinal)
                   select line["Model:".Length..].Trim(),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int VisibleCount(int devices) =>
        Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } visible
            ? Math.Min(devices, visible.Split(',', StringSplitOptions.RemoveEmptyEntries).Length)
            : devices;
}
