using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Hosting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Takes up a search that MlOps runs itself, after its process has ended or it was stopped, and returns it at once.</summary>
/// <remarks>
/// <para>A search that MlOps runs itself is a journal on this machine, to which every decision is written before it is carried out. When the process that runs it is killed, or the machine is restarted, its trials go on by themselves where they are. This cmdlet starts another process: it finds those trials by the study and the number that their jobs carry, reads their logs on, and goes on with the next ones. No trial is started twice, and none is lost.</para>
/// <para>One process runs a search. While one does, this is an error that names it.</para>
/// <para>The settings and credentials that are not in the environment are those that were in force when the search was started. A search of a provider's own tuning service goes on by itself, and is not taken up here.</para>
/// </remarks>
/// <example>
/// <title>Go on after a restart</title>
/// <code>Resume-MlTuning digits</code>
/// <para>Starts a process that takes the search up where it was.</para>
/// </example>
/// <example>
/// <title>Give a search that has ended more trials</title>
/// <code>Resume-MlTuning digits -MaxTrials 100 -Wait</code>
/// <para>Goes on with what its trials have shown, until there are a hundred, and waits for that.</para>
/// </example>
/// <example>
/// <title>Take up everything that was interrupted</title>
/// <code>Get-MlJob -Kind Tuning | Where-Object ProviderStatus -eq Interrupted | Resume-MlTuning</code>
/// <para>After the machine was restarted, goes on with each search that was running then.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "MlTuning", SupportsShouldProcess = true)]
[OutputType(typeof(MlTuningJob))]
public sealed class ResumeMlTuningCommand : AsyncCmdlet
{
    /// <summary>The name of the search.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TuningJobNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>How many trials there are to be in all. Without it, as many as before.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTrials { get; set; }

    /// <summary>Waits until the search is over, and shows how far it is. Ctrl+C ends the waiting, not the search.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Name)
        {
            try
            {
                var study = ProviderHost.Studies.Inspect(name);
                if (ShouldProcess($"{study.Name}: {study.SucceededTrials + study.PrunedTrials + study.FailedTrials + study.StoppedTrials} of {MaxTrials ?? study.MaxTrials} trials have ended", "Resume"))
                {
                    MlJob resumed = ProviderHost.Studies.Resume(name, MaxTrials);
                    WriteObject(Wait ? await new TuningWait(WriteProgress, WriteError).RunAsync(ProviderSelection.FindOne(Providers, resumed.Provider), resumed, cancellationToken) : resumed);
                }
            }
            catch (Exception e) when (ProviderFailure.IsExpected(e))
            {
                // Of several, one that cannot be taken up does not keep the others from it.
                WriteError(ProviderFailure.From(e));
            }
        }
    }
}
