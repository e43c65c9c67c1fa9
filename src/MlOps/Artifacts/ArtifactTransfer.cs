using System.Buffers;

namespace MlOps;

/// <summary>One transfer of a job's files to one folder.</summary>
internal sealed class ArtifactTransfer(IProvider provider, MlJob job, string destination, TransferMeter meter)
{
    private const int BufferSize = 256 * 1024;

    // So much of a long name that the temporary one still fits into the 255 bytes of the usual file systems.
    private const int NameInTemporary = 40;

    // Where the file system does not tell two names apart, the second file would replace the first.
    private readonly HashSet<string> _targets = new(
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Fetches one file, or says why not.</summary>
    public async Task<ArtifactOutcome> ReceiveAsync(MlArtifact artifact, CancellationToken cancellationToken)
    {
        try
        {
            var target = SafePath.Resolve(destination, artifact.Path);
            if (!_targets.Add(target))
            {
                throw new MlOpsException(ErrorCode.Corrupt, $"Two files of the job are '{artifact.Path}' on this machine.", "Fetch them to different folders.", artifact.Path);
            }

            var existing = new FileInfo(target);
            return IsUnchanged(existing, artifact)
                ? Outcome(artifact, target, existing.Length, MlReceiveResult.Unchanged)
                : Outcome(artifact, target, await FetchAsync(artifact, target, cancellationToken).ConfigureAwait(false), MlReceiveResult.Received);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ArtifactOutcome(artifact, Explain(e, artifact));
        }
    }

    /// <summary>Whether a regular file with the size and time of the artifact is there. A file system that keeps whole seconds has cut the time.</summary>
    private static bool IsUnchanged(FileInfo file, MlArtifact artifact)
    {
        var time = artifact.LastModified.UtcDateTime;
        return file.Exists
            && file.LinkTarget is null
            && file.Length == artifact.Size
            && artifact.LastModified != default
            && (file.LastWriteTimeUtc == time || file.LastWriteTimeUtc.Ticks == time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond));
    }

    private async Task<long> FetchAsync(MlArtifact artifact, string target, CancellationToken cancellationToken)
    {
        if (Directory.Exists(target) && new DirectoryInfo(target).LinkTarget is null)
        {
            throw new MlOpsException(ErrorCode.Conflict, $"'{target}' is a folder, where the file '{artifact.Path}' would go.", "Fetch to another folder, or move that one away.", artifact.Path);
        }

        var folder = Path.GetDirectoryName(target)!;
        var name = Path.GetFileName(target);
        MakeFolder(folder);
        var temporary = Path.Combine(folder, $".{name[..Math.Min(name.Length, NameInTemporary)]}.{Guid.NewGuid():n}.part");
        try
        {
            var size = await CopyAsync(artifact, temporary, cancellationToken).ConfigureAwait(false);
            if (size != artifact.Size && job.Status.IsEnded())
            {
                throw new MlOpsException(
                    ErrorCode.Corrupt,
                    $"'{artifact.Path}' of {job} has {artifact.Size} bytes, but {size} came.",
                    "Fetch it again; if that does not help, the stored file is damaged.",
                    artifact.Path);
            }

            if (artifact.LastModified != default)
            {
                File.SetLastWriteTimeUtc(temporary, artifact.LastModified.UtcDateTime);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, target, overwrite: true);
            return size;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                e is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.InvalidArgument,
                $"The folder '{folder}' cannot be made: {e.Message}",
                "Give another -Destination.",
                folder,
                e);
        }
    }

    private async Task<long> CopyAsync(MlArtifact artifact, string path, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var source = await provider.OpenArtifactAsync(artifact, cancellationToken).ConfigureAwait(false);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            long size = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                size += read;
                meter.Add(artifact, read);
            }

            file.Flush(flushToDisk: true);
            return size;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ArtifactOutcome Outcome(MlArtifact artifact, string target, long size, MlReceiveResult result) => new(artifact, new MlReceivedArtifact
    {
        Provider = job.Provider,
        JobName = job.Name,
        Path = artifact.Path,
        Destination = target,
        Size = size,
        Result = result,
    });

    private MlOpsException Explain(Exception exception, MlArtifact artifact)
    {
        return exception switch
        {
            MlOpsException explained => explained,
            UnauthorizedAccessException => Failed(ErrorCode.AccessDenied, "See that you may write to the destination."),
            _ => Failed(ErrorCode.ProviderError, "Fetch it again: what is already there is not transferred twice."),
        };

        MlOpsException Failed(ErrorCode code, string action) =>
            new(code, $"'{TerminalText.Clean(artifact.Path)}' of {job} could not be fetched: {exception.Message}", action, artifact.Path, exception);
    }
}
