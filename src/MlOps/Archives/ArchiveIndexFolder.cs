using System.Security.Cryptography;
using System.Text;

namespace MlOps;

/// <summary>The folder of the indexes of archives. It keeps the ones that were used last.</summary>
/// <param name="path">The folder, which is made with the first index.</param>
internal sealed class ArchiveIndexFolder(string path)
{
    /// <summary>So many indexes are kept.</summary>
    public const int MostFiles = 64;

    /// <summary>So many bytes of indexes are kept.</summary>
    public const long MostBytes = 1 << 30;

    private const string Ending = ".index";
    private const string LockEnding = ".lock";

    /// <summary>Opens the index of an archive. One process at a time may write it.</summary>
    /// <param name="archive">The archive.</param>
    /// <returns>The index, maybe empty; <see langword="null"/> when none can be kept, as for an archive whose version is unknown.</returns>
    public ArchiveIndex? Open(StoredObject archive)
    {
        if (archive.Version.Length == 0)
        {
            return null;
        }

        FileLock? writing = null;
        try
        {
            MakeFolder();
            writing = FileLock.TryAcquire(PathOf(archive) + LockEnding);
            return new(PathOf(archive) + Ending, archive, writing);
        }
        catch (Exception e) when (ArchiveIndex.IsOfFile(e))
        {
            writing?.Dispose();
            return null;
        }
    }

    /// <summary>Removes the indexes that were used longest ago, as far as there are too many.</summary>
    public void Trim()
    {
        try
        {
            var (files, bytes) = (0, 0L);
            foreach (var file in new DirectoryInfo(path).EnumerateFiles($"*{Ending}").OrderByDescending(file => file.LastWriteTimeUtc).ToList())
            {
                files++;
                bytes += file.Length;
                if (files > MostFiles || bytes > MostBytes)
                {
                    Remove(file.FullName);
                }
            }
        }
        catch (Exception e) when (ArchiveIndex.IsOfFile(e))
        {
            // The next time.
        }
    }

    private static void Remove(string index)
    {
        var path = Path.ChangeExtension(index, LockEnding);
        using var writing = FileLock.TryAcquire(path);
        if (writing is not null)
        {
            File.Delete(index);

            // Windows does not delete what is open.
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(StoredObject archive) =>
        Path.Combine(path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{archive.Location}\n{archive.Version}\n{archive.Size}"))[..16]));
}
