namespace MlOps.Providers.Local;

/// <summary>Why a job is stopped.</summary>
internal enum StopReason
{
    /// <summary>Somebody asked for it.</summary>
    User,

    /// <summary>It ran as long as it may.</summary>
    MaxRuntime,
}
