namespace MlOps;

/// <summary>A job together with the provider that runs it.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Job">The job as it was last seen.</param>
public sealed record ProviderJob(IProvider Provider, MlJob Job)
{
    /// <summary>The job as it is now.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job; as it was last seen, when it is gone.</returns>
    public async Task<MlJob> RefreshAsync(CancellationToken cancellationToken) =>
        await Provider.ListAsync(JobQuery.For(Job), cancellationToken).FirstOrDefaultAsync(job => job.Id == Job.Id, cancellationToken).ConfigureAwait(false) ?? Job;
}
