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
    public string? Read(NewObject target) => Find(target) is (var note, true) ? note : null;

    /// <summary>Reads the note that an upload of other content to the same place has left, or one that is too old: what it tells of is not gone on with, and may have to be thrown away.</summary>
    /// <param name="target">The object that is being written.</param>
    /// <returns>The note; <see langword="null"/> when there is none.</returns>
    public string? ReadOther(NewObject target) => Find(target) is (var note, false) ? note : null;

    /// <summary>Writes the note of an object.</summary>
    /// <param name="target">The object that is being written.</param>
    /// <param name="note">What to remember, on one line. It may hold what lets one go on with the upload, and is readable by its owner only.</param>
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

        AtomicFile.Write(File(target), System.Text.Encoding.UTF8.GetBytes(Beginning(target) + note));
    }

    /// <summary>Removes the note of an object, if there is one.</summary>
    /// <param name="target">The object.</param>
    public void Remove(NewObject target) => System.IO.File.Delete(File(target));

    /// <summary>Writes the note of an object, if it can be written: without it a later run begins anew, which is no reason to end this one.</summary>
    /// <param name="target">The object that is being written.</param>
    /// <param name="note">What to remember, on one line.</param>
    public void TryWrite(NewObject target, string note) => Try(() => Write(target, note));

    /// <summary>Removes the note of an object, if it is there and can be removed: that what it tells of is gone is noticed when it is read.</summary>
    /// <param name="target">The object.</param>
    public void TryRemove(NewObject target) => Try(() => Remove(target));

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // To lose a note costs a new beginning.
        }
    }

    private (string Note, bool IsCurrent)? Find(NewObject target)
    {
        try
        {
            var path = File(target);
            if (!System.IO.File.Exists(path))
            {
                return null;
            }

            // Addresses and identities may have lines of their own; a note is the last one.
            var text = System.IO.File.ReadAllText(path);
            var end = text.LastIndexOf('\n') + 1;
            return text.AsSpan(0, end).SequenceEqual(Beginning(target)) ? (text[end..], System.IO.File.GetLastWriteTimeUtc(path) > DateTime.UtcNow - s_kept)
                : text.StartsWith(target.Location + "\n", StringComparison.Ordinal) ? (text[end..], false)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Beginning(NewObject target) => $"{target.Location}\n{target.Identity}\n";

    private string File(NewObject target) =>
        Path.Combine(folder, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(target.Location.ToString()))[..16]));
}
