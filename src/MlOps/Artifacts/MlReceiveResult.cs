namespace MlOps;

/// <summary>What was done for a file.</summary>
public enum MlReceiveResult
{
    /// <summary>It was fetched.</summary>
    Received,

    /// <summary>A file of the same size and time was there: nothing was transferred.</summary>
    Unchanged,
}
