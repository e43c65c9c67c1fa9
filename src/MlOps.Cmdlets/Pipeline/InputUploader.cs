namespace MlOps.Cmdlets.Pipeline;

/// <summary>Sends what a job needs with the engine that sends all data.</summary>
/// <param name="providers">The providers of this installation, each with its store.</param>
/// <param name="progress">Is told how far the transfer is.</param>
internal sealed class InputUploader(IReadOnlyList<IProvider> providers, IProgress<TransferProgress> progress) : IInputUploader
{
    /// <inheritdoc/>
    public async Task UploadAsync(StagedInput input, CancellationToken cancellationToken)
    {
        var (store, folder) = DataPlace.Find(input.Target, providers);
        var source = new FolderStore();
        var files = input.Files.Select(file => ((IObjectStore)source, Origin(file), file.RelativePath)).ToAsyncEnumerable();

        // What is below an address made of the content has that content.
        var missing = await TransferPlan.ListAsync(files, store, folder, cancellationToken)
            .Where(item => item.Existing?.Size != item.Origin.Size)
            .Select(item => item with { IsPinned = true })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var meter = new TransferMeter(progress);
        foreach (var item in missing)
        {
            meter.Expect(item.Origin.Size);
        }

        meter.EndListing();
        await foreach (var outcome in new TransferEngine(meter).RunAsync(missing.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false))
        {
            if (!outcome.Succeeded)
            {
                throw outcome.Error;
            }
        }
    }

    private static StoredObject Origin(SourceFile file) =>
        FolderStore.Of(FolderStore.At(Path.GetDirectoryName(file.FullPath)!) with { Key = Path.GetFileName(file.FullPath) }, file.Size, file.LastWriteTimeUtc);
}
