using System.Management.Automation;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Deletes jobs that have ended, with what their provider keeps of them.</summary>
/// <remarks>
/// <para>What a provider keeps of a job is deleted and cannot be brought back. A job that has not ended is an error, unless -Force stops it first.</para>
/// <para>Of a local job everything goes: its record, its logs and its files. On SageMaker the record of the job is deleted and nothing else: its log stays in CloudWatch Logs and its files stay in S3, where they cost something. Fetch or delete them before: afterwards Get-MlArtifact does not know any more where they are. Of a tuning job the trials stay too: they are training jobs of their own.</para>
/// <para>On Vertex AI too the record alone is deleted: its log stays in Cloud Logging for as long as the project keeps logs, its files stay in Cloud Storage. A later job of the same name writes to the same folder.</para>
/// </remarks>
/// <example>
/// <title>Delete old jobs of this machine</title>
/// <code>Get-MlJob -Provider Local -CreatedBefore 30d | Remove-MlJob</code>
/// <para>Deletes the local jobs that are older than thirty days.</para>
/// </example>
/// <example>
/// <title>See first what would be deleted</title>
/// <code>Remove-MlJob digits-* -WhatIf</code>
/// <para>Names the jobs and deletes nothing.</para>
/// </example>
/// <example>
/// <title>Delete what failed on SageMaker long ago</title>
/// <code>Get-MlJob -Provider SageMaker -Status Failed -CreatedBefore 90d | Remove-MlJob -WhatIf</code>
/// <para>Names the jobs. Without -WhatIf it deletes their records; logs and objects stay.</para>
/// </example>
/// <example>
/// <title>Delete a job that is running</title>
/// <code>Remove-MlJob digits-1 -Force</code>
/// <para>Stops the job, waits for its end and deletes it.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MlJob", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveMlJobCommand : EachJobCmdlet
{
    /// <summary>Stops a job that has not ended, and waits for its end, before it is deleted.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessJobAsync(ProviderJob found, CancellationToken cancellationToken)
    {
        var (provider, job) = found;
        if (!job.Status.IsEnded() && !Force)
        {
            throw new MlOpsException(ErrorCode.Conflict, $"The job '{job.Name}' on {provider.Name} is {job.Status}: only a job that has ended can be removed.", "Stop it first, or use -Force.", job);
        }

        if (ShouldProcess(job.ToString(), job.Status.IsEnded() ? "Remove" : "Stop and remove"))
        {
            await provider.RemoveAsync(await StopAsync(found, cancellationToken), cancellationToken);
        }
    }

    private async Task<MlJob> StopAsync(ProviderJob found, CancellationToken cancellationToken)
    {
        if (found.Job.Status.IsEnded())
        {
            return found.Job;
        }

        await found.Provider.StopAsync(found.Job, cancellationToken);
        var progress = new WaitProgress([found], WriteProgress);
        var last = found.Job;
        await foreach (var state in ValuesAsync(JobWatch.WatchAllAsync([found], interval: null, cancellationToken)))
        {
            progress.Show(state);
            last = state.Error is null ? state.Job : throw state.Error;
        }

        return last;
    }
}
