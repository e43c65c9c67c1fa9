namespace MlOps;

/// <summary>One file that a job made, in the store where it lies.</summary>
/// <param name="Path">The path in the job's name space: <c>logs/events.out.tfevents.1</c>.</param>
/// <param name="Store">The store.</param>
/// <param name="Origin">The object there.</param>
public sealed record JobFile(string Path, IObjectStore Store, StoredObject Origin)
{
    /// <summary>The file as its users see it.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The file.</returns>
    public MlArtifact ToArtifact(MlJob job) => new()
    {
        Provider = job.Provider,
        JobName = job.Name,
        Path = Path,
        Size = Origin.Size,
        LastModified = Origin.LastModified,
        Uri = Store.AddressOf(Origin.Location),
    };
}
