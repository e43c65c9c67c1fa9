using System.Management.Automation;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Asks jobs to stop.</summary>
/// <remarks>
/// <para>Returns as soon as the provider has taken the request; the job is Stopping then, and Stopped a little later: Wait-MlJob waits for that. A job that has ended already stays as it is.</para>
/// <para>The training code gets the chance to save its state: it receives SIGTERM, and is killed only after a time of grace: 10 seconds on this machine, unless the job was started with another, and 120 on SageMaker, which then still stores what the job has written. On Vertex AI a job is cancelled; what it has written is in its bucket already.</para>
/// </remarks>
/// <example>
/// <title>Stop a job and see it end</title>
/// <code>Stop-MlJob digits-1 -PassThru | Wait-MlJob</code>
/// <para>Asks the job to stop and returns it when it has.</para>
/// </example>
/// <example>
/// <title>Stop a tuning job on SageMaker</title>
/// <code>Stop-MlJob tune-1 -Provider SageMaker</code>
/// <para>Stops its trials that run, and starts no others.</para>
/// </example>
/// <example>
/// <title>Stop whatever runs too long</title>
/// <code>Get-MlJob -Provider All -Status Running | Where-Object Duration -gt ([timespan]'12:00') | Stop-MlJob -WhatIf</code>
/// <para>Shows which jobs have been running for over twelve hours. Without -WhatIf it stops them.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "MlJob", SupportsShouldProcess = true)]
[OutputType(typeof(MlJob))]
public sealed class StopMlJobCommand : EachJobCmdlet
{
    /// <summary>Returns the jobs as they are after the request.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessJobAsync(ProviderJob found, CancellationToken cancellationToken)
    {
        if (found.Job.Status.IsEnded())
        {
            WriteVerbose($"{found.Job} has ended already: {found.Job.Status}.");
        }
        else if (ShouldProcess(found.Job.ToString(), "Stop"))
        {
            await found.Provider.StopAsync(found.Job, cancellationToken);
        }
        else
        {
            return;
        }

        if (PassThru)
        {
            WriteObject(await found.RefreshAsync(cancellationToken));
        }
    }
}
