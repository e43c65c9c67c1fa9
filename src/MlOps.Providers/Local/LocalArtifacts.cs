using System.IO.Enumeration;

namespace MlOps.Providers.Local;

/// <summary>The files that a local job has made, below its four result folders.</summary>
internal static class LocalArtifacts
{
    private static readonly string[] s_roots = ["checkpoints", "logs", "model", "output"];

    /// <summary>Lists the files by path. A link is followed to a file inside the same job's folders, and no further.</summary>
    public static IEnumerable<MlArtifact> List(JobFolder folder, string jobName, CancellationToken cancellationToken)
    {
        foreach (var root in s_roots)
        {
            foreach (var file in Files(new DirectoryInfo(Path.Combine(folder.Path, root))))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Target(folder, file) is { } target)
                {
                    yield return new()
                    {
                        Provider = LocalProvider.ProviderName,
                        JobName = jobName,
                        Path = Path.GetRelativePath(folder.Path, file.FullName),
                        Size = target.Length,
                        LastModified = target.LastWriteTimeUtc,
                        Uri = new Uri(file.FullName).AbsoluteUri,
                    };
                }
            }
        }
    }

    /// <summary>Opens a file of the list.</summary>
    /// <exception cref="MlOpsException">It is gone, or leads out of the job's folders by now.</exception>
    public static FileStream Open(JobFolder folder, MlArtifact artifact)
    {
        var file = new FileInfo(Path.GetFullPath(artifact.Path, folder.Path));
        return IsInside(folder.Path, file.FullName) && Target(folder, file) is { } target && RegularFile.TryOpen(target.FullName) is { } stream
            ? stream
            : throw new MlOpsException(ErrorCode.NotFound, $"The job '{artifact.JobName}' has no file '{artifact.Path}' that can be read any more.", "List its files with Get-MlArtifact.", artifact.Path);
    }

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
            return target.Exists && IsInside(RealPath.Of(folder.Path), target.FullName) && RegularFile.Is(target) ? target : null;
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
