namespace MlOps.Providers.Local;

/// <summary>The folders of all local jobs. Several shells may use it at once: a job appears and disappears in one rename.</summary>
internal sealed class JobStore(string root)
{
    public string Root { get; } = root;

    public JobFolder Folder(string name) => new(Path.Combine(Root, name));

    /// <summary>Makes a job's folder with all that is in it.</summary>
    /// <exception cref="MlOpsException">There is a job of this name.</exception>
    public JobFolder Create(LocalJobDocument document)
    {
        Directory.CreateDirectory(Root);
        var made = new JobFolder(Path.Combine(Root, $".new-{document.Id}"));
        try
        {
            made.Create(document);
            Directory.Move(made.Path, Path.Combine(Root, document.Name));
            return Folder(document.Name);
        }
        catch (IOException e) when (Directory.Exists(Path.Combine(Root, document.Name)))
        {
            throw new MlOpsException(
                ErrorCode.Conflict,
                $"There is already a local job '{document.Name}'.",
                "Choose another name, or remove that job with Remove-MlJob.",
                document.Name,
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

    /// <summary>Removes a job's folder. A crash in between leaves none or a part that no list shows.</summary>
    public void Remove(string name)
    {
        var removed = Path.Combine(Root, $".removed-{Guid.NewGuid():n}");
        Directory.Move(Path.Combine(Root, name), removed);
        Directory.Delete(removed, recursive: true);
    }

    /// <summary>The names of the jobs that a query may be about.</summary>
    public IReadOnlyList<string> FindNames(JobQuery query)
    {
        try
        {
            return
            [
                .. from folder in Directory.EnumerateDirectories(Root)
                   let name = Path.GetFileName(folder)
                   where JobName.IsValid(name) && (query.Names.Count == 0 || query.Names.Any(pattern => pattern.Matches(name)))
                   select name,
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
