namespace MlOps.Providers.Local;

/// <summary>Writes down how a job ended, so that it never has to be worked out again. Whoever does it writes the same.</summary>
internal static class JobSeal
{
    public static LocalJobDocument Write(JobFolder folder, LocalJobDocument document, JobState state)
    {
        var ended = document with
        {
            End = new()
            {
                Status = state.Status,
                Message = state.Message,
                StartedAt = state.StartedAt,
                EndedAt = state.EndedAt ?? document.CreatedAt,
                ExitCodes = [.. state.Instances.Select(instance => instance.ExitCode)],
                Metrics = LastMetrics.Read(folder, document, hasEnded: true),
            },
        };
        folder.WriteDocument(ended);
        return ended;
    }
}
