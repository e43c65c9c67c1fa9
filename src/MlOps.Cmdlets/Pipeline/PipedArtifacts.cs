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

    /// <summary>The paths of a job's files that came; <see langword="null"/> when none of its files did.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The paths.</returns>
    public IReadOnlySet<string>? Of(MlJob job) => _paths.GetValueOrDefault((job.Provider, job.Name));
}
