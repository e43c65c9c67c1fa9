namespace MlOps;

/// <summary>The files below a folder in the order in which object stores list keys, one folder in memory at a time.</summary>
internal static class FolderTree
{
    /// <summary>Lists regular files.</summary>
    public static IEnumerable<StoredObject> Files(string root, string prefix, Action<string, string>? skipped, CancellationToken cancellationToken)
    {
        var start = prefix.LastIndexOf('/') is var slash and >= 0 ? prefix[..(slash + 1)] : "";
        var folders = new Stack<IEnumerator<(string Key, FileSystemInfo Entry)>>();
        folders.Push(Entries(root, start, skipped: null).GetEnumerator());
        while (folders.TryPeek(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!folder.MoveNext())
            {
                folders.Pop();
                continue;
            }

            var (key, entry) = folder.Current;
            if (!key.StartsWith(prefix, StringComparison.Ordinal) && !(entry is DirectoryInfo && prefix.StartsWith(key, StringComparison.Ordinal)))
            {
                continue;
            }

            if (entry is DirectoryInfo directory)
            {
                if (directory.LinkTarget is null)
                {
                    folders.Push(Entries(root, key, skipped).GetEnumerator());
                }
                else
                {
                    skipped?.Invoke(directory.FullName, "it is a link to a folder");
                }
            }
            else if (Fault((FileInfo)entry, out var target) is { } fault)
            {
                skipped?.Invoke(entry.FullName, fault);
            }
            else
            {
                yield return FolderStore.Of(new(FolderStore.FolderScheme, root, key), target);
            }
        }
    }

    /// <summary>Why a file is none that can be read to its end, as the rest of a sentence.</summary>
    /// <param name="file">The file, or a link to it.</param>
    /// <param name="target">The file itself.</param>
    /// <returns>The fault; <see langword="null"/> when it is one.</returns>
    public static string? Fault(FileInfo file, out FileInfo target)
    {
        target = file;
        try
        {
            if (file.LinkTarget is not null)
            {
                if (file.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } found)
                {
                    return "it is a link to nothing";
                }

                target = found;
            }

            return target.Exists && FileKind.IsRegular(target) ? null : "it is no regular file";
        }
        catch (IOException)
        {
            return "it is a link in a circle";
        }
    }

    /// <summary>What is in a folder. A folder's name ends with a slash, so that what is in it comes where its keys belong.</summary>
    private static List<(string Key, FileSystemInfo Entry)> Entries(string root, string key, Action<string, string>? skipped)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.Combine(root, key));
        var entries = new List<(string Key, FileSystemInfo Entry)>();
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (!FolderWriter.IsPart(entry.Name))
                {
                    entries.Add((entry is DirectoryInfo ? $"{key}{entry.Name}/" : $"{key}{entry.Name}", entry));
                }
            }
        }
        catch (UnauthorizedAccessException e)
        {
            if (skipped is null)
            {
                throw new MlOpsException(ErrorCode.AccessDenied, $"The folder '{TerminalText.Clean(folder)}' cannot be read.", "See that you may read it, or leave it out.", folder, e);
            }

            skipped(folder, FolderStore.NotReadable);
        }

        entries.Sort((one, other) => KeyOrder.Compare(one.Key, other.Key));
        return entries;
    }
}
