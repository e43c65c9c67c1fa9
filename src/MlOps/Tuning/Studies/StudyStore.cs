namespace MlOps;

/// <summary>The studies of this machine, a folder each. A study appears and disappears in one rename.</summary>
/// <param name="root">The folder of them all; it need not be there.</param>
public sealed class StudyStore(string root)
{
    /// <summary>The store of this user.</summary>
    public static StudyStore Default => new(Path.Combine(MlHome.Path, "studies"));

    /// <summary>The folder of a study, whether it is there or not.</summary>
    /// <param name="name">The study's name.</param>
    /// <returns>The folder.</returns>
    public StudyFolder Folder(string name) => new(Path.Combine(root, name));

    /// <summary>The studies that there are.</summary>
    /// <returns>Their folders.</returns>
    public IReadOnlyList<StudyFolder> All()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(root).Select(path => new StudyFolder(path)).Where(folder => JobName.IsValid(folder.Name) && File.Exists(folder.Journal))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Makes the folder of a new study.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fill">Puts into a folder what belongs there.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="MlOpsException">There is a study of this name, or the folder cannot be made.</exception>
    public StudyFolder Create(string name, Action<StudyFolder> fill)
    {
        var folder = Folder(name);
        var made = new StudyFolder(Path.Combine(root, $".new-{Guid.NewGuid():n}"));
        try
        {
            if (Directory.Exists(folder.Path))
            {
                throw Taken(name, null);
            }

            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(made.Path) : Directory.CreateDirectory(made.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            fill(made);
            Directory.Move(made.Path, folder.Path);
            return folder;
        }
        catch (IOException e) when (Directory.Exists(folder.Path))
        {
            throw Taken(name, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                e is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.ProviderError,
                $"The study '{name}' cannot be stored in '{root}': {e.Message}",
                "Set MLOPS_HOME to a folder that you can write to and that has room.",
                name,
                e);
        }
        finally
        {
            if (Directory.Exists(made.Path))
            {
                Directory.Delete(made.Path, recursive: true);
            }
        }
    }

    /// <summary>Removes a study. A crash in between leaves none, or a part that no list shows.</summary>
    /// <param name="folder">Its folder.</param>
    public void Remove(StudyFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var removed = Path.Combine(root, $".removed-{Guid.NewGuid():n}");
        Directory.Move(folder.Path, removed);
        Directory.Delete(removed, recursive: true);
    }

    private static MlOpsException Taken(string name, Exception? cause) => new(
        ErrorCode.Conflict,
        $"There is already a study '{name}'.",
        $"Go on with it by Resume-MlTuning {name}, choose another name, or remove it with Remove-MlJob {name}.",
        name,
        cause);
}
