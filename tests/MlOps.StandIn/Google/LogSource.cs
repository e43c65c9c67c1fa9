namespace MlOps.StandIn.Google;

/// <summary>Whose log an entry belongs to.</summary>
/// <param name="Job">What stands as <c>resource.labels.job_id</c>.</param>
/// <param name="Trial">The trial's number when it is one.</param>
internal sealed record LogSource(string Job, string? Trial);
