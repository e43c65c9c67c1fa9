namespace MlOps;

/// <summary>What sending a file came to.</summary>
public enum MlSendResult
{
    /// <summary>It was transferred.</summary>
    Sent,

    /// <summary>The same content was there already.</summary>
    Unchanged,
}
