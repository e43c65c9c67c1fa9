namespace MlOps;

/// <summary>What starting a job would do, without doing it.</summary>
/// <param name="Request">The exact request, as text: for a local job its command, folder and environment; for a cloud the JSON that would be sent.</param>
/// <param name="Ignored">What the request asked for and this provider has no counterpart for.</param>
/// <param name="Missing">What has to be set before the job can be started, one error each; empty when nothing is missing.</param>
public sealed record StartPlan(string Request, IReadOnlyList<string> Ignored, IReadOnlyList<MlOpsException> Missing);
