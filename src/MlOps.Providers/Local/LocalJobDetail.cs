namespace MlOps.Providers.Local;

/// <summary>What <see cref="MlJob.Raw"/> holds for a local job.</summary>
/// <param name="Document">Its <c>job.json</c>.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="ProcessId">The process id of the training code of each instance, while the job runs; <see langword="null"/> for one that has not started. Empty once the job has ended: an id may be somebody else's by then.</param>
public sealed record LocalJobDetail(LocalJobDocument Document, string Folder, IReadOnlyList<int?> ProcessId);
