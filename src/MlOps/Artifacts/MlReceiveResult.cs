namespace MlOps;

/// <summary>What fetching a file came to.</summary>
public enum MlReceiveResult
{
    /// <summary>It was transferred.</summary>
    Received,

    /// <summary>It was there already, with the same size and modification time.</summary>
    Unchanged,
}
