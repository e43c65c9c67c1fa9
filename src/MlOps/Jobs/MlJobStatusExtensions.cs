namespace MlOps;

/// <summary>Questions about a status.</summary>
public static class MlJobStatusExtensions
{
    /// <summary>Whether a job with this status has ended and will not change any more.</summary>
    /// <param name="status">The status.</param>
    /// <returns><see langword="true"/> for succeeded, failed and stopped.</returns>
    public static bool IsEnded(this MlJobStatus status) =>
        status is MlJobStatus.Succeeded or MlJobStatus.Failed or MlJobStatus.Stopped;
}
