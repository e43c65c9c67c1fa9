namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet that takes all the jobs of its input together.</summary>
public abstract class TogetherJobCmdlet : JobCmdlet
{
    private readonly List<Asked> _asked = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        // What is asked of the same providers is looked up in one go, however many objects it came in.
        var asked = _asked.Find(each => each.Providers.AsSpan().SequenceEqual(Provider) && (Job is null) == each.AreJobs && (Job is not null || each.Regions.SequenceEqual(Region)));
        if (asked is null)
        {
            asked = new(Provider, Region, Job is not null);
            _asked.Add(asked);
        }

        if (Job is { } job)
        {
            asked.Jobs.Add(job);
        }
        else
        {
            asked.Names.AddRange(Name.Select(NamePattern.Parse));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected sealed override async Task EndAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<ProviderJob>();
        foreach (var asked in _asked)
        {
            (Provider, Region) = (asked.Providers, asked.Regions);
            var ids = asked.Jobs.Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
            var query = asked.AreJobs ? JobQuery.For(asked.Jobs) : new() { Names = asked.Names, Regions = Regions };
            await foreach (var found in FindJobsAsync(query, first: null, cancellationToken))
            {
                if (!asked.AreJobs || ids.Contains(found.Job.Id))
                {
                    jobs.Add(found);
                }
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

    /// <summary>What was asked of some providers: names, or jobs that were found before.</summary>
    private sealed record Asked(string[]? Providers, string[] Regions, bool AreJobs)
    {
        public List<NamePattern> Names { get; } = [];

        public List<MlJob> Jobs { get; } = [];
    }
}
