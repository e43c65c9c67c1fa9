namespace MlOps;

/// <summary>
/// What an unfinished upload has to remember on this machine (the id of a multipart upload, the address of a resumable session), a small file each below MLOPS_HOME. To lose one costs a new beginning
/// and nothing else.
/// </summary>
/// <param name="folder">The folder, which is made with the first note.</param>
public sealed class TransferNotes(string folder)
{
    // What a store forgets by itself after a week is no good to us for longer.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    /// <summary>The notes of this user, below <see cref="MlHome.Path"/>.</summary>
    public static TransferNotes OfUser => new(Path.Combine(MlHome.Path, "transfers"));

    /// <summary>Reads the note of an object.</summary>
    /// <param name="target">The object that is being written.</param>
    /// <returns>The note; <see langword="null"/> when there is none, or it is of other content or too old.</returns>
    public string? Read(NewObject target)
    {
        try
        {
            var path = File(target);
            var lines = System.IO.File.GetLastWriteTimeUtc(path) > DateTime.UtcNow - s_kept ? System.IO.File.ReadAllText(path).Split('\n', 3) : [];
            return lines is [var location, var identity, var note] && location == target.Location.ToString() && identity == target.Identity ? note : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the note of an object.</summary>
    /// <param name="target">The object that is being written.</param>
    /// <param name="note">What to remember. It may hold what lets one go on with the upload, and is readable by its owner only.</param>
    public void Write(NewObject target, string note)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        AtomicFile.Write(File(target), System.Text.Encoding.UTF8.GetBytes($"{target.Location}\n{target.Identity}\n{note}"));
    }

    /// <summary>Removes the note of an object, if there is one.</summary>
    /// <param name="target">The object.</param>
    public void Remove(NewObject target) => System.IO.File.Delete(File(target));

    private string File(NewObject target) =>
        Path.Combine(folder, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(target.Location.ToString()))[..16]));
}
