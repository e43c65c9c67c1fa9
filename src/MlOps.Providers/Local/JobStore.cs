namespace MlOps.Providers.Local;

/// <summary>The folders of all local jobs. Several shells may use it at once: a job appears and disappears in one rename.</summary>
internal sealed class JobStore(string root)
{
    public string Root { get; } = root;

    public JobFolder Folder(string name) => new(Path.Combine(Root, name));

    /// <summary>Makes a job's folder with all that is in it.</summary>
    /// <exception cref="MlOpsException">There is a job of this name, or a file of the code cannot be copied.</exception>
    public JobFolder Create(LocalJobDocument document, IReadOnlyList<SourceFile> code, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root);
        var made = new JobFolder(Path.Combine(Root, $".new-{document.Id}"));
        try
        {
            if (Directory.Exists(Path.Combine(Root, document.Name)))
            {
                // Before anything is copied. Who comes in between is seen when the folder is moved.
                throw Taken(document, null);
            }

            made.Create(document, code, cancellationToken);
            Directory.Move(made.Path, Path.Combine(Root, document.Name));
            return Folder(document.Name);
        }
        catch (IOException e) when (Directory.Exists(Path.Combine(Root, document.Name)))
        {
            throw Taken(document, e);
        }
        finally
        {
            if (Directory.Exists(made.Path))
            {
                Directory.Delete(made.Path, recursive: true);
            }
        }
    }

    private static MlOpsException Taken(LocalJobDocument document, Exception? cause) => new(
        ErrorCode.Conflict,
        $"There is already a local job '{document.Name}'.",
        "Choose another name, or remove that job with Remove-MlJob.",
        document.Name,
        cause);

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
