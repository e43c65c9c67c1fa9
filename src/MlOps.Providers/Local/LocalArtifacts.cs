using System.IO.Enumeration;

namespace MlOps.Providers.Local;

/// <summary>The files that a local job has made, below its four result folders.</summary>
internal static class LocalArtifacts
{
    private static readonly string[] s_roots = ["checkpoints", "logs", "model", "output"];

    /// <summary>Lists the files by path. A link is followed to a file inside the same job's folders, and no further.</summary>
    /// <param name="folder">The job's folder.</param>
    /// <param name="mayGrow">Whether the job still writes: then a file that was written to since it was listed is none that has changed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files.</returns>
    public static IEnumerable<JobFile> List(JobFolder folder, bool mayGrow, CancellationToken cancellationToken)
    {
        var store = new JobFolderStore(folder);
        foreach (var root in s_roots)
        {
            foreach (var file in Files(new DirectoryInfo(Path.Combine(folder.Path, root))))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Target(folder, file) is { } target)
                {
                    var path = Path.GetRelativePath(folder.Path, file.FullName);
                    var origin = FolderStore.Of(FolderStore.At(folder.Path) with { Key = path }, target);
                    yield return new(path, store, mayGrow ? origin with { Version = "" } : origin);
                }
            }
        }
    }

    /// <summary>Whether a path is that of a file of the list, as things are now.</summary>
    /// <param name="folder">The job's folder.</param>
    /// <param name="path">The full path.</param>
    /// <returns><see langword="true"/> when it is in one of the job's folders and leads nowhere else.</returns>
    public static bool Has(JobFolder folder, string path) => IsInside(folder.Path, path) && Target(folder, new FileInfo(path)) is not null;

    private static IEnumerable<FileInfo> Files(DirectoryInfo root)
    {
        if (!root.Exists)
        {
            return [];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Device, IgnoreInaccessible = true };
        return new FileSystemEnumerable<FileInfo>(root.FullName, (ref FileSystemEntry entry) => (FileInfo)entry.ToFileSystemInfo(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,

            // A linked folder may lead in a circle.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        }.OrderBy(file => file.FullName, StringComparer.Ordinal);
    }

    private static FileInfo? Target(JobFolder folder, FileInfo file)
    {
        try
        {
            // Every link on the way counts, not only one at its end.
            var target = new FileInfo(RealPath.Of(file.FullName));
            return target.Exists && IsInside(RealPath.Of(folder.Path), target.FullName) && FileKind.IsRegular(target) ? target : null;
        }
        catch (Exception e) when (e is IOException or MlOpsException)
        {
            // A link that leads to itself.
            return null;
        }
    }

    private static bool IsInside(string folder, string path) =>
        s_roots.Any(root => path.StartsWith(Path.Combine(folder, root) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
