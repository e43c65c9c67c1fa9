namespace MlOps.Providers.Local;

/// <summary>Which process watches over a job. The system frees the lock when that process ends, however it ends.</summary>
internal static class SupervisorLock
{
    /// <summary>Takes the lock, unless another supervisor has it.</summary>
    public static async Task<IDisposable?> AcquireAsync(JobFolder folder)
    {
        // Somebody who only looks whether there is a supervisor holds the lock for a moment.
        for (var tries = 0; tries < 20; tries++)
        {
            if (FileLock.TryAcquire(folder.SupervisorLock) is { } taken)
            {
                return taken;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50)).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Whether a supervisor lives.</summary>
    public static bool IsHeld(JobFolder folder)
    {
        using var taken = FileLock.TryAcquire(folder.SupervisorLock);
        return taken is null;
    }
}
