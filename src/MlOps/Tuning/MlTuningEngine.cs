namespace MlOps;

/// <summary>Who runs a search.</summary>
public enum MlTuningEngine
{
    /// <summary>The provider's service where it can do what is asked for, else MlOps.</summary>
    Auto,

    /// <summary>The provider's own tuning service.</summary>
    Service,

    /// <summary>MlOps: a process of this machine chooses the trials and starts each as a training job.</summary>
    Client,
}
