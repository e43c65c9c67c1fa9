namespace MlOps.Providers.Local;

/// <summary>What <see cref="MlJob.Raw"/> holds for a local job.</summary>
/// <param name="Document">Its <c>job.json</c>.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="ProcessId">The process id that the training code of each instance has or had.</param>
public sealed record LocalJobDetail(LocalJobDocument Document, string Folder, IReadOnlyList<int?> ProcessId);
