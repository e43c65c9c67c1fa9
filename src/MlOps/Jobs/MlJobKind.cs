namespace MlOps;

/// <summary>What a job does.</summary>
public enum MlJobKind
{
    /// <summary>One training run.</summary>
    Training,

    /// <summary>A search over hyperparameters that starts training runs of its own.</summary>
    Tuning,
}
