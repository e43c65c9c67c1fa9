namespace MlOps;

/// <summary>Which of a job's files are wanted, and which packed ones for their members: a packed file is taken as it is only when somebody asks for just that.</summary>
/// <param name="globs">Which paths are wanted.</param>
/// <param name="keepPacked">Whether packed files are taken as they are.</param>
/// <param name="picked">The only paths that are wanted; <see langword="null"/> for all that the globs let through.</param>
public sealed class ArtifactSelection(GlobSet globs, bool keepPacked, IReadOnlySet<string>? picked)
{
    /// <summary>Whether a path of the job's name space is wanted.</summary>
    /// <param name="path">The path of a file, or of a member of a packed one.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public bool Wants(string path) => globs.Matches(path) && picked?.Contains(path) != false;

    /// <summary>Whether a file is wanted for its members.</summary>
    /// <param name="file">The file.</param>
    /// <returns><see langword="true"/> when it is packed and nobody asks for it as it is.</returns>
    public bool Unpacks(JobFile file) =>
        PackedPath.Mount(file.Path) is not null && !keepPacked && !globs.Names(file.Path) && picked?.Contains(file.Path) != true;
}
