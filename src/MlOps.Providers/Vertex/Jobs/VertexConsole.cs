namespace MlOps.Providers.Vertex.Jobs;

/// <summary>The pages of Google Cloud's console.</summary>
internal static class VertexConsole
{
    /// <summary>The page of a training or tuning job, as the vendor's own SDK prints it; empty for a job without a resource name.</summary>
    public static string Job(string? name) => VertexResource.Parse(name) is { } job
        ? $"https://console.cloud.google.com/agent-platform/locations/{Uri.EscapeDataString(job.Location)}/training/{Uri.EscapeDataString(job.Id)}?project={Uri.EscapeDataString(job.Project)}"
        : "";
}
