using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Fetches files of a job to a folder on this machine.</summary>
public static class ArtifactReceiver
{
    /// <summary>Lists what would be fetched.</summary>
    /// <param name="provider">The job's provider.</param>
    /// <param name="job">The job.</param>
    /// <param name="globs">Which files are wanted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files, in the order in which the provider lists them.</returns>
    /// <exception cref="MlOpsException">The provider cannot list the files.</exception>
    public static async Task<IReadOnlyList<MlArtifact>> PlanAsync(IProvider provider, MlJob job, GlobSet globs, CancellationToken cancellationToken)
    {
        var wanted = new List<MlArtifact>();
        await foreach (var artifact in provider.ListArtifactsAsync(job, cancellationToken).ConfigureAwait(false))
        {
            if (globs.Matches(artifact.Path))
            {
                wanted.Add(artifact);
            }
        }

        return wanted;
    }

    /// <summary>
    /// Fetches files, each to its own path below the destination. A file is written beside its place and renamed into it when it is whole and on disk; one that is there with
    /// the same size and modification time is left as it is.
    /// </summary>
    /// <param name="provider">The job's provider.</param>
    /// <param name="job">The job. Once it has ended, a file that has not the size it was listed with is an error; before, it may have grown.</param>
    /// <param name="files">The files, as <see cref="PlanAsync"/> lists them.</param>
    /// <param name="destination">The folder. It is made when it is missing.</param>
    /// <param name="progress">Is told how far the transfer is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work, and leaves no part of a file behind.</param>
    /// <returns>What came of each file, in the order in which they are listed, as they finish. What goes wrong with one file is in its outcome.</returns>
    public static async IAsyncEnumerable<ArtifactOutcome> ReceiveAsync(
        IProvider provider,
        MlJob job,
        IReadOnlyList<MlArtifact> files,
        string destination,
        IProgress<TransferProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var meter = new TransferMeter(progress, files);
        var transfer = new ArtifactTransfer(provider, job, destination, meter);
        foreach (var artifact in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = await transfer.ReceiveAsync(artifact, cancellationToken).ConfigureAwait(false);
            meter.Finish(artifact);
            yield return outcome;
        }
    }
}
