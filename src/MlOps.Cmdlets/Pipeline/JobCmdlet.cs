using System.Management.Automation;
using MlOps.Cmdlets.Completion;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet that works on jobs that are there already.</summary>
public abstract class JobCmdlet : ProvidersCmdlet
{
    /// <summary>The names of the jobs. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public virtual string[] Name { get; set; } = [];

    /// <summary>The regions (locations) to look in. Without it, the one of Get-MlContext; a job from the pipeline is looked for where it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Region { get; set; } = [];

    /// <summary>A job from the pipeline. On some providers several jobs may have one name: this one is meant.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public MlJob? Job { get; set; }

    /// <summary>The regions that <see cref="Region"/> names.</summary>
    private protected IReadOnlyList<NamePattern> Regions => [.. Region.Where(region => region.Length > 0).Select(NamePattern.Parse)];
}
