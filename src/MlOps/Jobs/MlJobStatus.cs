namespace MlOps;

/// <summary>Where a job stands, in the same words for every provider.</summary>
public enum MlJobStatus
{
    /// <summary>Accepted, not running yet.</summary>
    Pending,

    /// <summary>The training code runs, or is being brought up or its results stored.</summary>
    Running,

    /// <summary>Asked to stop, not ended yet.</summary>
    Stopping,

    /// <summary>Ended by itself with success.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended because it was asked to, or because its time was up.</summary>
    Stopped,
}
