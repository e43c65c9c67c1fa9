namespace MlOps.Providers.Local;

/// <summary>A local job that is not there yet.</summary>
/// <param name="Document">What will be kept of it.</param>
/// <param name="Code">The files of its code; none when it brings none along.</param>
internal sealed record LocalPlan(LocalJobDocument Document, IReadOnlyList<SourceFile> Code);
