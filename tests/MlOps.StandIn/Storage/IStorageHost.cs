namespace MlOps.StandIn.Storage;

/// <summary>What stands around the operations of a store: who may, what goes wrong, what is counted.</summary>
internal interface IStorageHost
{
    /// <summary>A request has arrived; its body has not been read.</summary>
    ValueTask<StorageTurn> EnterAsync(IStorageDialect dialect, StorageRequest request);

    /// <summary>A request has ended.</summary>
    void Leave(StorageRequest request, int status, long sent);
}
