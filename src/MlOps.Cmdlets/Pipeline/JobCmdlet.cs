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
}
