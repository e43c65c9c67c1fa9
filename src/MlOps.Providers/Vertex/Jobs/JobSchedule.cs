using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>On what terms a job gets its machines.</summary>
internal static class JobSchedule
{
    /// <summary>Whether they may be taken away again. The second word is the older one of the same.</summary>
    public static bool IsSpot(CustomJobSpec? job) => job?.Scheduling?.Strategy is "SPOT" or "LOW_COST";
}
