namespace MlOps;

/// <summary>A lock between processes, held through an open file. The operating system frees it when its holder ends, however that ends.</summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock. Missing folders are made; the file stays, empty, when the lock is freed: to delete it would let two holders in.</summary>
    /// <param name="path">The file that stands for the lock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock; dispose of it to free it.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path) is { } taken)
            {
                return taken;
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    /// <summary>Takes the lock if nobody holds it. The folder has to be there.</summary>
    /// <param name="path">The file that stands for the lock.</param>
    /// <returns>The lock; <see langword="null"/> when somebody holds it.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>Frees the lock.</summary>
    public void Dispose() => _file.Dispose();

    // What the runtime reports when another handle has the file: a sharing violation on Windows, the errno of flock (EWOULDBLOCK) elsewhere.
    internal static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) == 32 || e.HResult is 11 or 35;
}
