namespace MlOps.Providers.Local;

/// <summary>That a job shall stop, and why. The first request stays.</summary>
/// <param name="Reason">Why.</param>
/// <param name="RequestedAt">When.</param>
internal sealed record StopRequest(StopReason Reason, DateTimeOffset RequestedAt);
