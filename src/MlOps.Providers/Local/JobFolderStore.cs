namespace MlOps.Providers.Local;

/// <summary>The folder of a job as a store: what lies outside of it is not read, whatever links the training code may have put in meanwhile.</summary>
/// <param name="folder">The job's folder.</param>
internal sealed class JobFolderStore(JobFolder folder) : FolderStore
{
    /// <inheritdoc/>
    public override Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken) =>
        LocalArtifacts.Has(folder, PathOf(source.Location))
            ? base.OpenAsync(source, offset, length, cancellationToken)
            : throw new MlOpsException(ErrorCode.NotFound, $"The job has no file '{TerminalText.Clean(source.Location.Key)}' that can be read any more.", "List its files with Get-MlArtifact.", source.Location.Key);
}
