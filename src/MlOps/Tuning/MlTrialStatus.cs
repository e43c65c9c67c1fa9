namespace MlOps;

/// <summary>Where a trial stands, on any provider.</summary>
public enum MlTrialStatus
{
    /// <summary>Chosen, and its job has not begun.</summary>
    Pending,

    /// <summary>Its job runs.</summary>
    Running,

    /// <summary>Complete, with a value.</summary>
    Succeeded,

    /// <summary>Ended early because it was not promising, by MlOps or by the service.</summary>
    Pruned,

    /// <summary>Its job failed, or reported no value.</summary>
    Failed,

    /// <summary>Stopped by somebody, or by its time limit.</summary>
    Stopped,
}
