using System.Management.Automation;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Waits for the end of a search, and shows how far it is. Who stops waiting does not stop the search.</summary>
/// <param name="progress">Writes progress.</param>
/// <param name="error">Writes what goes wrong.</param>
internal sealed class TuningWait(Action<ProgressRecord> progress, Action<MlOpsException> error)
{
    /// <summary>Waits.</summary>
    /// <param name="provider">The provider that lists it.</param>
    /// <param name="job">The search as it was found.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The search as it was last seen.</returns>
    public async Task<MlJob> RunAsync(IProvider provider, MlJob job, CancellationToken cancellationToken)
    {
        var bar = new TuningProgressBar(progress);
        await foreach (var answer in JobWatch.WatchAllAsync([new(provider, job)], interval: null, cancellationToken))
        {
            if ((answer.Error ?? answer.Value?.Error) is { } failure)
            {
                error(failure);
            }
            else if (answer.Value is { } state)
            {
                job = state.Job;
                bar.Show(job);
            }
        }

        bar.Complete();
        return job;
    }
}
