using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Finds machine types by name, accelerator and size.</summary>
/// <remarks>
/// <para>The catalogue comes with this version of MlOps: no provider has to be configured, and none is asked. Its figures are those that the vendors publish. Whether an account may use a machine, and in which region there is one, it does not say.</para>
/// <para>The machines are listed by provider and accelerator, those without one first, and from the smallest to the largest. A plain name that the catalogue does not know is an error; a wildcard that fits nothing is an empty list. A machine that takes accelerators or none, as those of Vertex AI's series n1, is listed without them and with each number of each kind that it takes.</para>
/// <para>Memory and AcceleratorMemory are bytes. AcceleratorMemory is that of one accelerator, as the vendors give it; what a job can use of it may be a little less.</para>
/// </remarks>
/// <example>
/// <title>See which machines have an accelerator</title>
/// <code>Find-MlInstance -Accelerator A100*</code>
/// <para>Lists the machines with A100 of either size, which are A100 (40 GB) and A100-80GB.</para>
/// </example>
/// <example>
/// <title>Find the smallest machine that is large enough</title>
/// <code>Find-MlInstance -AcceleratorCount 1 -MinimumAcceleratorMemory 40GB -MinimumMemory 64GB | Sort-Object VCpu | Select-Object -First 1</code>
/// <para>Takes the one with the fewest CPUs among the machines with one accelerator of 40 GiB or more.</para>
/// </example>
/// <example>
/// <title>See what both clouds have of one kind</title>
/// <code>Find-MlInstance -Accelerator A100 -AcceleratorCount 8 | Sort-Object Memory | Format-Table Provider, InstanceType, VCpu, Memory</code>
/// <para>Shows the machines of SageMaker and Vertex AI with eight A100 beside each other.</para>
/// </example>
/// <example>
/// <title>See what a job ran on</title>
/// <code>Get-MlJob resnet50-1 -Provider SageMaker | Find-MlInstance</code>
/// <para>Looks the machine type of the job up.</para>
/// </example>
/// <seealso cref="StartMlTrainingJobCommand"/>
[Cmdlet(VerbsCommon.Find, "MlInstance")]
[OutputType(typeof(MlInstance))]
public sealed class FindMlInstanceCommand : AsyncCmdlet
{
    /// <summary>The machine types, in the provider's own word, such as ml.p4d.24xlarge. Wildcards are allowed. Without it, every one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstanceTypeCompleter))]
    public string[] InstanceType { get; set; } = [];

    /// <summary>Only machines of these providers. Without it, those of every provider that the catalogue knows.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MachineProviderCompleter))]
    public string[] Provider { get; set; } = [];

    /// <summary>Only machines with one of these accelerators, such as H100 or Trainium*. Wildcards are allowed. The memory may go along: A100-40GB is A100.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AcceleratorCompleter))]
    public string[] Accelerator { get; set; } = [];

    /// <summary>Only machines with exactly so many accelerators; 0 for machines without any.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? AcceleratorCount { get; set; }

    /// <summary>Only machines with at least so many virtual CPUs.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MinimumVCpu { get; set; }

    /// <summary>Only machines with at least so much memory: bytes, such as 64GB.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MinimumMemory { get; set; }

    /// <summary>Only machines whose accelerators have at least so much memory each: bytes, such as 40GB.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MinimumAcceleratorMemory { get; set; }

    /// <summary>The job from the pipeline whose machine is looked up.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public MlJob? InputObject { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var query = new InstanceQuery
        {
            InstanceTypes = [.. InstanceType.Select(NamePattern.Parse)],
            Accelerators = [.. Accelerator.Select(NamePattern.Parse)],
            AcceleratorCount = AcceleratorCount,
            MinimumVCpu = MinimumVCpu,
            MinimumMemory = MinimumMemory,
            MinimumAcceleratorMemory = MinimumAcceleratorMemory,
        };
        var machines = InstanceFinder.OfProviders(Provider);
        foreach (var error in InstanceFinder.UnknownNames(machines, query))
        {
            WriteError(error);
        }

        WriteObject(machines.Where(machine => query.Matches(machine) && IsOfJob(machine)), enumerateCollection: true);
        return Task.CompletedTask;
    }

    /// <summary>Of a machine that takes accelerators or none, a job has one form.</summary>
    private bool IsOfJob(MlInstance machine) =>
        InputObject is not { } job
        || InstanceCatalogue.Find(job.Provider, job.InstanceType, job.Accelerator, job.AcceleratorCount) is not { } own
        || machine == own;
}
