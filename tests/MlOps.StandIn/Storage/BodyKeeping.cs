namespace MlOps.StandIn.Storage;

/// <summary>What becomes of the bytes of objects that are uploaded.</summary>
public enum BodyKeeping
{
    /// <summary>They stay in memory.</summary>
    Memory,

    /// <summary>They go to files in <see cref="StorageOptions.BodiesFolder"/>.</summary>
    Disk,

    /// <summary>They are counted and summed up, and thrown away.</summary>
    Discard,
}
