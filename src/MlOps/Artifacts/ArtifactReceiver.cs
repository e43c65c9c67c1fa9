using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Fetches files of a job into a folder. What is there with the same size and time is not fetched again; what is fetched appears whole or not at all.</summary>
/// <param name="provider">The provider of the job.</param>
/// <param name="job">The job.</param>
/// <param name="destination">The folder. It is made when the first file comes.</param>
public sealed class ArtifactReceiver(IProvider provider, MlJob job, string destination)
{
    private const int BufferSize = 1 << 20;

    /// <summary>Lists what would be fetched.</summary>
    /// <param name="wanted">Which files.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files.</returns>
    /// <exception cref="MlOpsException">The provider cannot list them.</exception>
    public async Task<IReadOnlyList<MlArtifact>> PlanAsync(GlobSet wanted, CancellationToken cancellationToken)
    {
        var plan = new List<MlArtifact>();
        await foreach (var artifact in provider.ListArtifactsAsync(job, cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Matches(artifact.Path))
            {
                plan.Add(artifact);
            }
        }

        return plan;
    }

    /// <summary>Fetches files. One that cannot be fetched does not keep the others from coming.</summary>
    /// <param name="plan">The files.</param>
    /// <param name="progress">Told how far it is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work; the file on its way is dropped.</param>
    /// <returns>Each file when it is there, or why it is not.</returns>
    public async IAsyncEnumerable<Answer<MlReceivedArtifact>> ReceiveAsync(IReadOnlyList<MlArtifact> plan, IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var total = plan.Sum(artifact => artifact.Size);
        var bytes = 0L;
        for (var i = 0; i < plan.Count; i++)
        {
            var artifact = plan[i];
            var (done, before) = (i, bytes);
            progress?.Report(new(artifact.Path, done, plan.Count, before, total));
            yield return await TryReceiveAsync(artifact, copied => progress?.Report(new(artifact.Path, done, plan.Count, before + copied, total)), cancellationToken).ConfigureAwait(false);
            bytes += artifact.Size;
        }
    }

    private async Task<Answer<MlReceivedArtifact>> TryReceiveAsync(MlArtifact artifact, Action<long> copied, CancellationToken cancellationToken)
    {
        try
        {
            return new(await ReceiveAsync(artifact, copied, cancellationToken).ConfigureAwait(false));
        }
        catch (MlOpsException e)
        {
            return new(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(new MlOpsException(
                e is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.ProviderError,
                $"'{artifact.Path}' of {job} could not be written to '{destination}': {e.Message}",
                "See that there is room and that you may write there, then run the command again: what has come is not fetched twice.",
                artifact,
                e));
        }
    }

    private async Task<MlReceivedArtifact> ReceiveAsync(MlArtifact artifact, Action<long> copied, CancellationToken cancellationToken)
    {
        var target = SafePath.Resolve(destination, artifact.Path);
        var received = new MlReceivedArtifact { Provider = artifact.Provider, JobName = artifact.JobName, Path = artifact.Path, Destination = target, Size = artifact.Size };
        if (IsThere(target, artifact))
        {
            return received with { Result = MlReceiveResult.Unchanged };
        }

        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():n}.part");
        try
        {
            var length = await CopyAsync(artifact, temporary, copied, cancellationToken).ConfigureAwait(false);

            // While a job runs its files may grow; those of an ended one are what the list said.
            if (length != artifact.Size && job.Status.IsEnded())
            {
                throw new MlOpsException(ErrorCode.Corrupt, $"'{artifact.Path}' of {job} came with {length} bytes and should have {artifact.Size}.", "Run the command again.", artifact);
            }

            File.SetLastWriteTimeUtc(temporary, artifact.LastModified.UtcDateTime);
            File.Move(temporary, target, overwrite: true);
            return received with { Size = length };
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task<long> CopyAsync(MlArtifact artifact, string file, Action<long> copied, CancellationToken cancellationToken)
    {
        using var source = await provider.OpenArtifactAsync(artifact, cancellationToken).ConfigureAwait(false);
        using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[BufferSize];
        var length = 0L;
        while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            length += read;
            copied(length);
        }

        target.Flush(flushToDisk: true);
        return length;
    }

    /// <summary>Whether a file of this size and time is there. A millisecond is what every file system in use keeps; a coarser one only costs another transfer.</summary>
    private static bool IsThere(string path, MlArtifact artifact)
    {
        var file = new FileInfo(path);
        return file is { Exists: true, LinkTarget: null } && file.Length == artifact.Size && (file.LastWriteTimeUtc - artifact.LastModified.UtcDateTime).Duration() < TimeSpan.FromMilliseconds(1);
    }
}
