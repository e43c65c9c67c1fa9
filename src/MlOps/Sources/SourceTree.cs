using System.Text;

namespace MlOps;

/// <summary>The files of a folder that are shipped: all but what git would leave out.</summary>
public static class SourceTree
{
    private const string Lost = "it is gone, or has a name that is not Unicode";

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false, MatchType = MatchType.Simple };

    /// <summary>
    /// Lists the files of a folder in the order of the UTF-8 bytes of their relative paths, as they are found. Left out are <c>.git</c>, what the <c>.gitignore</c> files of the folder, below it
    /// and, in a git work tree, above it say, and what <c>.git/info/exclude</c> says, whether or not git tracks it. The folder itself was named, so it is listed even if it is ignored. A folder
    /// within that is a work tree of its own has its own rules only. A symbolic link to a file of the folder is listed as that file; other links are not followed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onSkipped">Gets what is not listed although no rule says so.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.NotFound"/>: there is no such folder. <see cref="ErrorCode.AccessDenied"/>: something in it cannot be read.</exception>
    public static IEnumerable<SourceFile> List(string folder, Action<SkippedSource>? onSkipped, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(folder);
        var top = Path.TrimEndingDirectorySeparator(RealPath.Of(full));
        return Directory.Exists(top)
            ? Walk(top, onSkipped, cancellationToken)
            : throw new MlOpsException(ErrorCode.NotFound, $"There is no folder '{TerminalText.Clean(full)}'.", "Check the path.", folder);
    }

    private static IEnumerable<SourceFile> Walk(string top, Action<SkippedSource>? onSkipped, CancellationToken cancellationToken)
    {
        var (rules, prefix) = RulesAbove(top);
        var pending = new Stack<Entry>();
        Enter(new(prefix, new DirectoryInfo(top), rules), isTop: true);
        while (pending.TryPop(out var entry))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.IsFolder)
            {
                Enter(entry, isTop: false);
            }
            else if (Find(entry) is { } file)
            {
                yield return file;
            }
        }

        void Enter(Entry entry, bool isTop)
        {
            var entries = Read(entry, isTop, onLost: path => Skip(path, Lost), cancellationToken);
            entries.Sort(static (x, y) => y.Path.AsSpan().SequenceCompareTo(x.Path));
            entries.ForEach(pending.Push);
        }

        SourceFile? Find(Entry entry)
        {
            var file = (FileInfo)entry.Info;
            if (entry.IsLink)
            {
                if (FaultOfLink(top, file, out var target) is { } fault)
                {
                    return Skip(entry.Path, fault);
                }

                file = target;
            }

            try
            {
                return FileKind.IsRegular(file) ? SourceFile.Of(Relative(entry.Path), file) : Skip(entry.Path, "it is a pipe, a socket or a device");
            }
            catch (FileNotFoundException)
            {
                return Skip(entry.Path, Lost);
            }
        }

        SourceFile? Skip(byte[] path, string reason)
        {
            onSkipped?.Invoke(new(Relative(path), reason));
            return null;
        }

        string Relative(byte[] path) => Encoding.UTF8.GetString(path.AsSpan(prefix.Length));
    }

    // Paths count from the top of the work tree, if there is one, as the patterns above the folder do.
    private static (IgnoreRules Rules, byte[] Prefix) RulesAbove(string top)
    {
        if (GitWorkTree.TopOf(top) is not { } workTree)
        {
            return (IgnoreRules.None, []);
        }

        var rules = OwnRules(workTree, 0);
        var prefix = "";
        var at = workTree;
        foreach (var segment in top == workTree ? [] : Path.GetRelativePath(workTree, top).Split(Path.DirectorySeparatorChar))
        {
            rules = rules.WithFile(Path.Combine(at, ".gitignore"), Encoding.UTF8.GetByteCount(prefix));
            at = Path.Combine(at, segment);
            prefix += segment + "/";
        }

        return (rules, Encoding.UTF8.GetBytes(prefix));
    }

    private static IgnoreRules OwnRules(string workTree, int baseLength) => IgnoreRules.None.WithFile(GitWorkTree.ExcludeFile(workTree), baseLength);

    private static List<Entry> Read(Entry folder, bool isTop, Action<byte[]> onLost, CancellationToken cancellationToken)
    {
        var rules = !isTop && GitWorkTree.IsTop(folder.Info.FullName) ? OwnRules(folder.Info.FullName, folder.Path.Length) : folder.Rules;
        rules = rules.WithFile(Path.Combine(folder.Info.FullName, ".gitignore"), folder.Path.Length);
        var entries = new List<Entry>();
        try
        {
            foreach (var info in ((DirectoryInfo)folder.Info).EnumerateFileSystemInfos("*", s_everything))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (info.Name == ".git")
                {
                    continue;
                }

                // With its slash, a folder sorts as what is in it.
                var name = Encoding.UTF8.GetBytes(info.Name);
                var isLost = info.Attributes == (FileAttributes)(-1);
                var isLink = !isLost && info.Attributes.HasFlag(FileAttributes.ReparsePoint) && info.LinkTarget is not null;
                var isFolder = !isLink && info is DirectoryInfo;
                byte[] path = [.. folder.Path, .. name];
                if (rules.IsIgnored(path, isFolder))
                {
                    continue;
                }

                if (isLost)
                {
                    onLost(path);
                }
                else
                {
                    entries.Add(isFolder ? new([.. path, (byte)'/'], info, rules) : new(path, info as FileInfo ?? new FileInfo(info.FullName), rules) { IsLink = isLink });
                }
            }
        }
        catch (DirectoryNotFoundException) when (!isTop)
        {
            // Gone since its parent was read.
            return [];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new MlOpsException(
                ErrorCode.AccessDenied,
                $"The folder '{TerminalText.Clean(folder.Info.FullName)}' cannot be read: {TerminalText.Clean(e.Message)}",
                "Make it readable, or name it in a .gitignore file.",
                folder.Info.FullName,
                e);
        }

        return entries;
    }

    private static string? FaultOfLink(string top, FileInfo link, out FileInfo target)
    {
        target = link;
        string real;
        try
        {
            real = RealPath.Of(link.FullName);
        }
        catch (MlOpsException)
        {
            return "it is a symbolic link in a circle";
        }

        target = new(real);
        return !SafePath.IsIn(top, real) ? "it is a symbolic link that leads out of the folder"
            : Path.GetRelativePath(top, real).Split(Path.DirectorySeparatorChar).Contains(".git") ? "it is a symbolic link into .git"
            : Directory.Exists(real) ? "it is a symbolic link to a folder"
            : !target.Exists ? "it is a symbolic link to nothing"
            : null;
    }

    /// <summary>What a folder holds.</summary>
    /// <param name="Path">The path from where the rules count, in UTF-8; that of a folder with a slash.</param>
    /// <param name="Info">The file or folder.</param>
    /// <param name="Rules">The rules where it is.</param>
    private readonly record struct Entry(byte[] Path, FileSystemInfo Info, IgnoreRules Rules)
    {
        public bool IsLink { get; init; }

        public bool IsFolder => Info is DirectoryInfo;
    }
}
