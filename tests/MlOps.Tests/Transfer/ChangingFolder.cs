namespace MlOps.Tests.Transfer;

/// <summary>A folder whose files somebody writes to while they are read.</summary>
/// <param name="opened">Called when a range of a file has been opened and nothing of it been read, with the offset.</param>
internal sealed class ChangingFolder(Action<StoredObject, long> opened) : FolderStore
{
    public override async Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken)
    {
        var content = await base.OpenAsync(source, offset, length, cancellationToken);
        opened(source, offset);
        return content;
    }
}
