namespace MlOps.StandIn.Storage;

/// <summary>What all bodies of a store have in common: how many bytes may pass in a second.</summary>
internal sealed class StorageTraffic
{
    public BytePacer Down { get; } = new();

    public BytePacer Up { get; } = new();
}
