namespace MlOps.Tests.Transfer;

/// <summary>The stores that are reached over HTTP.</summary>
public enum StoreKind
{
    S3,
    CloudStorage,
}
