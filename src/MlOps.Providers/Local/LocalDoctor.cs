using System.Runtime.CompilerServices;
using MlOps.Providers.Doctor;

namespace MlOps.Providers.Local;

/// <summary>Looks at what local jobs need.</summary>
internal static class LocalDoctor
{
    private static readonly CheckRows s_rows = new(LocalProvider.ProviderName);

    public static async IAsyncEnumerable<MlProviderCheck> TestAsync(JobStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return CheckFolder(store);
        yield return File.Exists("/bin/sh")
            ? s_rows.Passed("Shell", "/bin/sh")
            : s_rows.Failed("Shell", "There is no /bin/sh, which runs each job.", "Install a POSIX shell, for instance dash.");
        yield return SupervisorHost.Describe() is { } command
            ? s_rows.Passed("Supervisor", command)
            : s_rows.Failed("Supervisor", "MlOps.Supervisor.dll is not beside the module.", "Install the module again.");
        foreach (var engine in ContainerEngine.Known)
        {
            // It asks another program, which may take its time.
            var reason = await Task.Run(() => ContainerEngine.WhyNot(engine), cancellationToken).ConfigureAwait(false);
            yield return reason is null
                ? s_rows.Passed($"Container engine {engine}", "It answers.")
                : s_rows.Warning($"Container engine {engine}", reason, "Needed for -Image only: one of docker and podman, installed and started.");
        }

        var machine = LocalMachine.Detect();
        yield return machine.AcceleratorCount > 0
            ? s_rows.Passed("Accelerator", $"{machine.AcceleratorCount} × {machine.Accelerator}")
            : s_rows.Warning("Accelerator", "This machine shows no NVIDIA accelerator.", "Needed only for training code that wants one.");
    }

    private static MlProviderCheck CheckFolder(JobStore store)
    {
        try
        {
            Directory.CreateDirectory(store.Root);
            var probe = Path.Combine(store.Root, $".probe-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            var free = new DriveInfo(store.Root).AvailableFreeSpace / (1L << 30);
            return free > 0
                ? s_rows.Passed("Folder", $"{store.Root} ({free} GiB free)")
                : s_rows.Warning("Folder", $"{store.Root} has less than 1 GiB free.", "Remove old jobs with Remove-MlJob, or move MLOPS_HOME to a larger disk.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return s_rows.Failed("Folder", $"'{store.Root}' cannot be written to: {e.Message}", "Set MLOPS_HOME to a folder that you can write to.");
        }
    }
}
