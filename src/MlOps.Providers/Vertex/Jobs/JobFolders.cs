using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Where a job writes to. Without a base folder nobody knows.</summary>
internal static class JobFolders
{
    public static string Output(CustomJobSpec? job) => Base(job);

    public static string Checkpoints(CustomJobSpec? job) => Base(job) is { Length: > 0 } folder ? $"{folder}/checkpoints" : "";

    private static string Base(CustomJobSpec? job) => TerminalText.Clean(job?.BaseOutputDirectory?.OutputUriPrefix?.TrimEnd('/') ?? "");
}
