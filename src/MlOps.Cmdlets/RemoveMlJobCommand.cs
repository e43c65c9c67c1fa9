using System.Management.Automation;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Deletes jobs that have ended, with their logs and files.</summary>
/// <remarks>
/// <para>What a provider keeps of a job is deleted and cannot be brought back. A job that has not ended is an error, unless -Force stops it first.</para>
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
