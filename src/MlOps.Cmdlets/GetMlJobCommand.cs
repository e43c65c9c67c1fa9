using System.Collections;
using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Lists training and tuning jobs of one, several or all providers.</summary>
/// <remarks>
/// <para>Writes each job as soon as its provider has answered, the newest of each provider first, with every property filled. Several providers are asked side by side; one that fails gives one error, and the others still answer.</para>
/// <para>A plain name that no provider knows is an error; a wildcard that fits nothing is an empty list.</para>
/// <para>SageMaker is asked for the name, the status, the time and the names of the tags itself, so that a narrow question costs few calls; jobs that were made or changed a moment ago are up to date. Without the permission sagemaker:Search every job is looked up on its own, which is slower.</para>
/// <para>Vertex AI is asked for the beginning of the name, the status, the time and the names of the labels; the rest is looked at here, so that wildcards work anywhere in a name and in any case. Names are not unique there: the Id is.</para>
/// </remarks>
/// <example>
/// <title>Find jobs by name on every provider</title>
/// <code>Get-MlJob *resnet* -Provider All</code>
/// <para>Lists the jobs of all configured providers with resnet in their names.</para>
/// </example>
/// <example>
/// <title>Look for what went wrong today</title>
/// <code>Get-MlJob -Status Failed -CreatedAfter 1d | Format-Table Name, EndedAt, StatusMessage</code>
/// <para>Lists the jobs of the default provider that were started within a day and have failed, with the reason.</para>
/// </example>
/// <example>
/// <title>See the best trial of tuning jobs on SageMaker</title>
/// <code>Get-MlJob -Provider SageMaker -Kind Tuning -CreatedAfter 30d | Format-Table Name, Objective, Goal, BestTrial, SucceededTrials</code>
/// <para>Tuning jobs are MlTuningJob objects: they have their objective, their best trial and how many trials there are.</para>
/// </example>
/// <example>
/// <title>Take the newest jobs of a team</title>
/// <code>Get-MlJob -Provider All -Tag @{ team = 'vision*' } -First 10</code>
/// <para>Lists the ten newest jobs of all configured providers whose tag "team" begins with vision.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "MlJob")]
[OutputType(typeof(MlJob))]
public sealed class GetMlJobCommand : ProvidersCmdlet
{
    /// <summary>The names of the jobs. Wildcards are allowed. Without it, every job.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The regions (locations) to look in: names, or on Vertex AI wildcards over every region that it trains in. Without it, the one of Get-MlContext.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Region { get; set; } = [];

    /// <summary>Only jobs with one of these statuses.</summary>
    [Parameter]
    public MlJobStatus[] Status { get; set; } = [];

    /// <summary>Only training jobs or only tuning jobs.</summary>
    [Parameter]
    public MlJobKind? Kind { get; set; }

    /// <summary>Only jobs created at this time or later: a date, or how long ago, such as 7d, 12h or 30m.</summary>
    [Parameter]
    [PointInTime]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>Only jobs created before this time: a date, or how long ago, such as 7d, 12h or 30m.</summary>
    [Parameter]
    [PointInTime]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>Only jobs that carry all of these tags (labels): a table of names and values. Wildcards are allowed in the values.</summary>
    [Parameter]
    [SupportsWildcards]
    public IDictionary? Tag { get; set; }

    /// <summary>At most this many jobs: the newest of all the providers that are asked.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            Names = [.. Name.Select(NamePattern.Parse)],
            Regions = [.. Region.Select(NamePattern.Parse)],
            Statuses = Status,
            Kind = Kind,
            CreatedAfter = CreatedAfter,
            CreatedBefore = CreatedBefore,
            Tags = Table.OfPatterns(Tag, nameof(Tag)),
        };
        await foreach (var found in FindJobsAsync(query, First, cancellationToken))
        {
            WriteObject(found.Job);
        }
    }
}
