namespace MlOps;

/// <summary>What is known of a job that is waited for.</summary>
/// <param name="Provider">The provider that runs it.</param>
/// <param name="Job">The job as it was last seen.</param>
/// <param name="LastLine">The last line of its log; empty when it has none or it was not asked for.</param>
/// <param name="Error">Why the job cannot be watched any longer; <see langword="null"/> as long as it can.</param>
public sealed record JobState(IProvider Provider, MlJob Job, string LastLine = "", MlOpsException? Error = null);
