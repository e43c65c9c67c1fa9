using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Waits until jobs have ended, and returns them.</summary>
/// <remarks>
/// <para>Takes all the jobs of its input together, and writes each as soon as it has ended. Meanwhile the progress shows where each one stands, with the last line of its log.</para>
/// <para>A job that failed is returned like any other: its Status and StatusMessage say so. Ctrl+C ends the waiting, not the jobs.</para>
/// <para>SageMaker and Vertex AI are asked every 15 seconds unless -PollInterval says otherwise. A job there waits for machines and starts its container before it runs: its ProviderStatus names the step.</para>
/// <para>When the time is up, the jobs that have not ended are returned as they are, each with an error MlOps.Conflict: its state is not the one that was waited for.</para>
/// </remarks>
/// <example>
/// <title>Start a job and wait for its end</title>
/// <code>Start-MlTrainingJob digits-1 -Command python3, train.py | Wait-MlJob</code>
/// <para>Returns the job when it has succeeded, failed or been stopped.</para>
/// </example>
/// <example>
/// <title>Wait for a job on SageMaker and fetch its model</title>
/// <code>Wait-MlJob resnet-1 -Provider SageMaker | Where-Object Status -eq Succeeded | Receive-MlArtifact -Include model/** -Destination ./out</code>
/// <para>Fetches nothing when the job has failed.</para>
/// </example>
/// <example>
/// <title>Wait for what runs on both clouds</title>
/// <code>Get-MlJob -Provider SageMaker, Vertex -Status Pending, Running | Wait-MlJob -PollInterval 1m</code>
/// <para>Asks once a minute, and writes each job as it ends, wherever it is.</para>
/// </example>
/// <example>
/// <title>Give several jobs two hours</title>
/// <code>$ended = Get-MlJob digits-* -Status Pending, Running | Wait-MlJob -Timeout 2h
/// $ended | Where-Object Status -ne Succeeded | Get-MlJobLog -Tail 20</code>
/// <para>Waits for all of them at once and shows the end of the log of those that did not succeed.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "MlJob")]
[OutputType(typeof(MlJob))]
public sealed class WaitMlJobCommand : TogetherJobCmdlet
{
    /// <summary>How long to wait at most: seconds, or 90m, 2h, 1d, 01:30:00. Without it, until every job has ended.</summary>
    [Parameter]
    [Duration(AllowZero = true, MaxDays = 49)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time between two looks at the jobs: seconds, or 1m. Without it, what is polite with each provider.</summary>
    [Parameter]
    [Duration(MaxDays = 49)]
    public TimeSpan? PollInterval { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessJobsAsync(IReadOnlyList<ProviderJob> jobs, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        var progress = new WaitProgress(jobs, WriteProgress);
        try
        {
            await foreach (var state in ValuesAsync(JobWatch.WatchAllAsync(jobs, PollInterval, limit.Token)))
            {
                progress.Show(state);
                if (state.Error is { } error)
                {
                    WriteError(error);
                }
                else if (state.Job.Status.IsEnded())
                {
                    WriteObject(state.Job);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (var job in progress.Waiting)
            {
                WriteObject(job);
                WriteTimeout(job);
            }
        }

        progress.Complete();
    }

    private void WriteTimeout(MlJob job)
    {
        if (!job.Status.IsEnded())
        {
            WriteError(new MlOpsException(
                ErrorCode.Conflict,
                $"The job '{job.Name}' on {job.Provider} had not ended after {Timeout}: it is {job.Status}.",
                "Wait again with a longer -Timeout; Stop-MlJob ends it.",
                job));
        }
    }
}
