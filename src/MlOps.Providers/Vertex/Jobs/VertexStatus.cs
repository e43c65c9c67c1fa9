namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Vertex AI's words for where a job stands. There will be new ones.</summary>
internal static class VertexStatus
{
    private const string Prefix = "JOB_STATE_";

    /// <param name="state">Their word; a job that has just been made can be without one.</param>
    /// <param name="end">When the job ended.</param>
    public static MlJobStatus Of(string? state, DateTimeOffset? end) => Word(state) switch
    {
        "QUEUED" or "PENDING" => MlJobStatus.Pending,
        "RUNNING" or "UPDATING" or "PAUSED" => MlJobStatus.Running,
        "CANCELLING" => MlJobStatus.Stopping,
        "SUCCEEDED" or "PARTIALLY_SUCCEEDED" => MlJobStatus.Succeeded,
        "FAILED" => MlJobStatus.Failed,
        "CANCELLED" or "EXPIRED" => MlJobStatus.Stopped,
        "" or "UNSPECIFIED" => end is null ? MlJobStatus.Pending : MlJobStatus.Stopped,
        _ => end is null ? MlJobStatus.Running : MlJobStatus.Stopped,
    };

    /// <summary>Their word without what is the same in all of them.</summary>
    public static string Word(string? state) =>
        state is null ? "" : state.StartsWith(Prefix, StringComparison.Ordinal) ? state[Prefix.Length..] : state;
}
