namespace MlOps.Cmdlets.Pipeline;

/// <summary>The files that came through the pipeline. They narrow down what is fetched of their own jobs, and of no others.</summary>
internal sealed class PipedArtifacts
{
    private readonly Dictionary<(string Provider, string Job), HashSet<string>> _paths = [];

    /// <summary>Takes note of a file.</summary>
    public void Add(MlArtifact artifact)
    {
        if (!_paths.TryGetValue((artifact.Provider, artifact.JobName), out var paths))
        {
            _paths.Add((artifact.Provider, artifact.JobName), paths = new(StringComparer.Ordinal));
        }

        paths.Add(artifact.Path);
    }

    /// <summary>Whether a file is one of them, or of a job none of whose files came.</summary>
    /// <param name="job">The job.</param>
    /// <param name="path">The file's path.</param>
    /// <returns><see langword="true"/> when it may be fetched.</returns>
    public bool Allows(MlJob job, string path) => !_paths.TryGetValue((job.Provider, job.Name), out var paths) || paths.Contains(path);
}
