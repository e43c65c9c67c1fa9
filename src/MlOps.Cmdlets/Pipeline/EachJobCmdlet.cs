namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet that works on one job after the other, as they come.</summary>
public abstract class EachJobCmdlet : JobCmdlet
{
    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var meant = Job;
        var query = meant is null ? new JobQuery { Names = [.. Name.Select(NamePattern.Parse)], Regions = Regions } : JobQuery.For(meant);
        await foreach (var found in FindJobsAsync(query, first: null, cancellationToken))
        {
            if (meant is not null && meant.Id != found.Job.Id)
            {
                continue;
            }

            try
            {
                await ProcessJobAsync(found, cancellationToken);
            }
            catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
            {
                // The other jobs have their turn all the same.
                WriteError(ProviderFailure.From(found.Provider, e));
            }
        }
    }

    /// <summary>Works on one job.</summary>
    /// <param name="found">The job.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    /// <returns>A task.</returns>
    private protected abstract Task ProcessJobAsync(ProviderJob found, CancellationToken cancellationToken);
}
