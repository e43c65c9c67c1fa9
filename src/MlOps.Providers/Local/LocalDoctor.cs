using System.Runtime.CompilerServices;

namespace MlOps.Providers.Local;

/// <summary>Looks at what local jobs need.</summary>
internal static class LocalDoctor
{
    public static async IAsyncEnumerable<MlProviderCheck> TestAsync(JobStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return CheckFolder(store);
        yield return File.Exists("/bin/sh")
            ? Row("Shell", MlCheckResult.Passed, "/bin/sh")
            : Row("Shell", MlCheckResult.Failed, "There is no /bin/sh, which runs each job.", "Install a POSIX shell, for instance dash.");
        yield return SupervisorHost.Describe() is { } command
            ? Row("Supervisor", MlCheckResult.Passed, command)
            : Row("Supervisor", MlCheckResult.Failed, "MlOps.Supervisor.dll is not beside the module.", "Install the module again.");
        foreach (var engine in ContainerEngine.Known)
        {
            // It asks another program, which may take its time.
            var reason = await Task.Run(() => ContainerEngine.WhyNot(engine), cancellationToken).ConfigureAwait(false);
            yield return reason is null
                ? Row($"Container engine {engine}", MlCheckResult.Passed, "It answers.")
                : Row($"Container engine {engine}", MlCheckResult.Warning, reason, "Needed for -Image only: one of docker and podman, installed and started.");
        }

        var machine = LocalMachine.Detect();
        yield return machine.AcceleratorCount > 0
            ? Row("Accelerator", MlCheckResult.Passed, $"{machine.AcceleratorCount} × {machine.Accelerator}")
            : Row("Accelerator", MlCheckResult.Warning, "This machine shows no NVIDIA accelerator.", "Needed only for training code that wants one.");
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
                ? Row("Folder", MlCheckResult.Passed, $"{store.Root} ({free} GiB free)")
                : Row("Folder", MlCheckResult.Warning, $"{store.Root} has less than 1 GiB free.", "Remove old jobs with Remove-MlJob, or move MLOPS_HOME to a larger disk.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Row("Folder", MlCheckResult.Failed, $"'{store.Root}' cannot be written to: {e.Message}", "Set MLOPS_HOME to a folder that you can write to.");
        }
    }

    private static MlProviderCheck Row(string check, MlCheckResult result, string detail, string remedy = "") =>
        new() { Provider = LocalProvider.ProviderName, Check = check, Result = result, Detail = detail, Remedy = remedy };
}
