namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet that takes all the jobs of its input together.</summary>
public abstract class TogetherJobCmdlet : JobCmdlet
{
    private readonly List<(string[]? Providers, List<NamePattern> Names)> _asked = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        // Names for the same providers are looked up in one go, however many objects they came in.
        var names = _asked.Find(asked => asked.Providers.AsSpan().SequenceEqual(Provider)).Names;
        if (names is null)
        {
            names = [];
            _asked.Add((Provider, names));
        }

        names.AddRange(Name.Select(NamePattern.Parse));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected sealed override async Task EndAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<ProviderJob>();
        foreach (var (providers, names) in _asked)
        {
            Provider = providers;
            await foreach (var found in FindJobsAsync(new() { Names = names }, first: null, cancellationToken))
            {
                jobs.Add(found);
            }
        }

        if (jobs.Count > 0)
        {
            await ProcessJobsAsync([.. jobs.DistinctBy(found => (found.Provider.Name, found.Job.Id))], cancellationToken);
        }
    }

    /// <summary>Works on the jobs, of which there is at least one.</summary>
    /// <param name="jobs">The jobs, each once.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    /// <returns>A task.</returns>
    private protected abstract Task ProcessJobsAsync(IReadOnlyList<ProviderJob> jobs, CancellationToken cancellationToken);
}
