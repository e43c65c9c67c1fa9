using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Lists the trials of searches for hyperparameters, the best first.</summary>
/// <remarks>
/// <para>A trial is a training job with hyperparameters of its own. Of each search, those that are complete come first, the best of them at the top; then those that were ended early, by the value that they had reached; then what runs or waits, and what failed.</para>
/// <para>Trials of a provider's tuning service and of a search that MlOps runs are the same MlTrial objects. Each can be piped to Get-MlJobLog, Get-MlMetric and Stop-MlJob, which work on its training job.</para>
/// <para>A plain name that is no search's is an error; a wildcard that fits none is an empty list.</para>
/// </remarks>
/// <example>
/// <title>See the three best trials of a search</title>
/// <code>Get-MlTrial digits-tune -First 3</code>
/// <para>Shows their values and hyperparameters.</para>
/// </example>
/// <example>
/// <title>Train once more with the best hyperparameters</title>
/// <code>$best = Get-MlTrial digits-tune -First 1
/// Start-MlTrainingJob digits-best -Command python3, train.py -Hyperparameter $best.Hyperparameter</code>
/// <para>Starts a job with what the search has found.</para>
/// </example>
/// <example>
/// <title>Read why trials failed</title>
/// <code>Get-MlTrial resnet-* -Provider SageMaker -Status Failed | Get-MlJobLog -Tail 20</code>
/// <para>Shows the end of the log of each failed trial of all searches with such a name.</para>
/// </example>
/// <example>
/// <title>See how the trials of the newest search do</title>
/// <code>Get-MlJob -Kind Tuning -First 1 | Get-MlTrial -Status Running, Succeeded</code>
/// <para>Takes the search from the pipeline.</para>
/// </example>
/// <seealso cref="StartMlTuningCommand"/>
[Cmdlet(VerbsCommon.Get, "MlTrial")]
[OutputType(typeof(MlTrial))]
public sealed class GetMlTrialCommand : JobCmdlet
{
    // A search that several providers share is listed by each of them.
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The names of the searches. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TuningJobNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>Only trials with one of these statuses.</summary>
    [Parameter]
    public MlTrialStatus[] Status { get; set; } = [];

    /// <summary>At most this many trials of each search: the best.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var meant = Job;
        var query = meant is null ? new JobQuery { Names = [.. Name.Select(NamePattern.Parse)], Regions = Regions } : JobQuery.For(meant);
        var providers = UsableProviders();
        var activity = $"Looking for tuning jobs on {string.Join(", ", providers.Select(provider => provider.Name))}";
        await foreach (var found in ValuesAsync(TuningJobFinder.FindAsync(providers, query, cancellationToken).WithProgress(this, activity, cancellationToken)))
        {
            if ((meant is null || meant.Id == found.Job.Id) && _seen.Add(found.Job.Id))
            {
                await WriteTrialsAsync(found, cancellationToken);
            }
        }
    }

    private async Task WriteTrialsAsync(ProviderJob found, CancellationToken cancellationToken)
    {
        var trials = new List<MlTrial>();
        try
        {
            await foreach (var trial in found.Provider.ListTrialsAsync(found.Job, cancellationToken).WithProgress(this, $"Reading the trials of {TerminalText.Clean(found.Job.ToString())}", cancellationToken))
            {
                trials.Add(trial);
            }
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            // The other searches have their turn all the same.
            WriteError(ProviderFailure.From(found.Provider, e));
            return;
        }

        var goal = (found.Job as MlTuningJob)?.Goal ?? MlGoal.Minimize;
        var wanted = TrialOrder.BestFirst(trials, goal).Where(trial => Status.Length == 0 || Status.Contains(trial.Status)).Take(First ?? int.MaxValue);
        WriteObject(wanted, enumerateCollection: true);
    }
}
