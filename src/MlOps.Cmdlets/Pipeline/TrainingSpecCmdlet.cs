using System.Collections;
using System.Management.Automation;
using System.Reflection;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Completion;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet whose parameters describe a training job. A job from the pipeline fills those that are not given.</summary>
public abstract class TrainingSpecCmdlet : StartCmdlet
{
    private static readonly Dictionary<string, PropertyInfo> s_parameters = typeof(TrainingSpecCmdlet)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.IsDefined(typeof(ParameterAttribute)) && property.Name != nameof(InputObject))
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private bool _isInstanceTypeGiven;
    private bool _isAcceleratorGiven;
    private bool _isAcceleratorCountGiven;
    private bool _isTagGiven;

    /// <summary>The container image. A local job without one is a plain process.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Image { get; set; }

    /// <summary>The program and its leading arguments, such as python3, train.py. Without it, what the image runs by itself.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] Command { get; set; } = [];

    /// <summary>The hyperparameters: a table of names and values, which become arguments between the command and -Argument.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Hyperparameter { get; set; }

    /// <summary>Whether a hyperparameter becomes two arguments (Space: --lr 0.1) or one (Equals: --lr=0.1).</summary>
    [Parameter]
    public ArgumentStyle ArgumentStyle { get; set; }

    /// <summary>The arguments that follow the hyperparameters, as they are.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Argument { get; set; } = [];

    /// <summary>The folder with the code, which is sent along, and which the command is run in. What git ignores in it is left out. A relative path counts from the current location; an address of code that is in S3 or Cloud Storage already will do as well.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SourceUri")]
    public string? SourceDirectory { get; set; }

    /// <summary>The input channels: a table of names and where the data is. A relative path counts from the current location. For a job on a cloud, a file or folder of this machine is sent there first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? InputData { get; set; }

    /// <summary>Environment variables for the training code: a table of names and values.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Environment { get; set; }

    /// <summary>The machine type, in the provider's own word.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceTypeCompleter))]
    public string? InstanceType { get; set; }

    /// <summary>How many machines; on this machine, how many processes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, int.MaxValue)]
    public int InstanceCount { get; set; } = 1;

    /// <summary>The accelerator that each machine shall have, such as A100. It picks the machine type on its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AcceleratorCompleter))]
    public string? Accelerator { get; set; }

    /// <summary>How many accelerators each machine shall have.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int AcceleratorCount { get; set; }

    /// <summary>Uses spot (preemptible) capacity.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Spot { get; set; }

    /// <summary>After how long the job is stopped: seconds, or 90m, 2h, 1d, 01:30:00.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? MaxRuntime { get; set; }

    /// <summary>For how long the job may wait for spot capacity and run together. Without it, a day more than it may run.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? MaxWait { get; set; }

    /// <summary>How often the job is started again after a fault of the provider's own.</summary>
    [Parameter]
    [ValidateRange(1, 30)]
    public int? RetryCount { get; set; }

    /// <summary>For how long the machines are kept for another job after this one.</summary>
    [Parameter]
    [Duration(AllowZero = true)]
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>The size of each machine's disk in bytes, such as 100GB.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? VolumeSize { get; set; }

    /// <summary>Whom the job acts as: the ARN of a role, or a service account. Without it, the one of Get-MlContext.</summary>
    [Parameter]
    public string? ExecutionRole { get; set; }

    /// <summary>The subnets that the job runs in.</summary>
    [Parameter]
    public string[] Subnet { get; set; } = [];

    /// <summary>The security groups of the job in its subnets.</summary>
    [Parameter]
    public string[] SecurityGroup { get; set; } = [];

    /// <summary>The key that disks and results are encrypted with: its id, its ARN or alias/NAME.</summary>
    [Parameter]
    public string? EncryptionKey { get; set; }

    /// <summary>Encrypts what the machines of the job send each other.</summary>
    [Parameter]
    public SwitchParameter EncryptTraffic { get; set; }

    /// <summary>Keeps the training code from the network.</summary>
    [Parameter]
    public SwitchParameter IsolateNetwork { get; set; }

    /// <summary>Tags (labels) for the job: a table of names and values.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Tag { get; set; }

    /// <summary>What the other parameters do not name: a table that is merged into the provider's request as it is: tables into tables, $null takes a member away, anything else replaces what is there.</summary>
    [Parameter]
    public IDictionary? ProviderOption { get; set; }

    /// <summary>The job from the pipeline whose work is started again. It has to be piped in: its properties are what the other parameters are bound to.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public MlJob? InputObject { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        // Before the first input: what has a value now is a parameter, what gets one later comes from the pipeline.
        _isInstanceTypeGiven = InstanceType is not null;
        _isAcceleratorGiven = Accelerator is not null;
        _isAcceleratorCountGiven = AcceleratorCount > 0;
        _isTagGiven = Tag is not null;
        return Task.CompletedTask;
    }

    /// <summary>The job that the parameters describe, in the provider's words.</summary>
    /// <param name="provider">The provider that shall run it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="metricPatterns">How metrics are read from its log.</param>
    /// <param name="replaced">Values that take the place of parameters, by their names, one table after the other; each with what the table is called in an error.</param>
    /// <returns>The job, and what of a piped job has no counterpart there.</returns>
    private protected (TrainingSpec Spec, IReadOnlyList<string> Lost) Spec(
        IProvider provider, string name, IReadOnlyDictionary<string, string> metricPatterns, params IReadOnlyList<ParameterTable> replaced)
    {
        if (replaced.Count > 0)
        {
            return With(replaced).Spec(provider, name, metricPatterns);
        }

        var spec = OwnSpec(name, metricPatterns);
        return IsMoved(provider) ? Moved(spec, provider) : (spec, []);
    }

    /// <summary>The same cmdlet with other values of its parameters.</summary>
    private TrainingSpecCmdlet With(IReadOnlyList<ParameterTable> replaced)
    {
        var other = (TrainingSpecCmdlet)MemberwiseClone();
        foreach (var (where, values) in replaced)
        {
            new NamedProperties(s_parameters, where, "parameter of a training job").Set(other, values);
            other._isInstanceTypeGiven |= Has(values, nameof(InstanceType));
            other._isAcceleratorGiven |= Has(values, nameof(Accelerator));
            other._isAcceleratorCountGiven |= Has(values, nameof(AcceleratorCount));
            other._isTagGiven |= Has(values, nameof(Tag));
        }

        return other;
    }

    /// <summary>Whether a table has a value for a parameter.</summary>
    private protected static bool Has(IEnumerable<KeyValuePair<string, object?>> values, string parameter) =>
        values.Any(value => string.Equals(value.Key, parameter, StringComparison.OrdinalIgnoreCase));

    private TrainingSpec OwnSpec(string name, IReadOnlyDictionary<string, string> metricPatterns) => new()
    {
        Name = name,
        Image = NullIfEmpty(Image),
        Command = Command,
        Hyperparameters = [.. Table.Entries(Hyperparameter)],
        ArgumentStyle = ArgumentStyle,
        Arguments = Argument,
        SourceDirectory = NullIfEmpty(SourceDirectory) is { } source ? InputLocation.Resolve(source, SessionState.Path) : null,
        InputData = InputLocation.Resolve(Table.OfStrings(InputData, nameof(InputData)), SessionState.Path),
        Environment = Table.OfStrings(Environment, nameof(Environment)),
        WorkingDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        InstanceType = NullIfEmpty(IsTypeReplaced ? null : InstanceType),
        InstanceCount = InstanceCount,
        Accelerator = NullIfEmpty(_isInstanceTypeGiven && !_isAcceleratorGiven ? null : Accelerator),
        AcceleratorCount = AcceleratorCount > 0 && (!_isInstanceTypeGiven || _isAcceleratorCountGiven) ? AcceleratorCount : null,
        Spot = Spot,
        MaxRuntime = MaxRuntime,
        MaxWait = MaxWait,
        Retries = RetryCount,
        KeepAlive = KeepAlive,
        VolumeSize = VolumeSize,
        ExecutionRole = NullIfEmpty(ExecutionRole),
        Subnets = Subnet,
        SecurityGroups = SecurityGroup,
        EncryptionKey = NullIfEmpty(EncryptionKey),
        EncryptTraffic = EncryptTraffic,
        IsolateNetwork = IsolateNetwork,
        MetricPatterns = metricPatterns,
        Tags = Table.OfStrings(Tag, nameof(Tag)),
        ProviderOptions = Table.OfValues(ProviderOption),
    };

    /// <summary>Whether the machine type came with the piped job and does not hold, because another accelerator is asked for.</summary>
    private bool IsTypeReplaced => !_isInstanceTypeGiven && (_isAcceleratorGiven || _isAcceleratorCountGiven);

    /// <summary>Whether the work of a piped job goes to another provider.</summary>
    private bool IsMoved(IProvider provider) => InputObject is { } source && !string.Equals(source.Provider, provider.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The job in the other provider's words, and what of it has none there. What was given as a parameter is in them already.</summary>
    private (TrainingSpec Spec, IReadOnlyList<string> Lost) Moved(TrainingSpec spec, IProvider provider)
    {
        var lost = new List<string>();
        if (!_isInstanceTypeGiven && !_isAcceleratorGiven && !_isAcceleratorCountGiven)
        {
            var machine = MovedMachine.Of(InputObject!, provider.Name);
            spec = spec with { InstanceType = machine.InstanceType, Accelerator = machine.Accelerator, AcceleratorCount = machine.AcceleratorCount };
            if (machine.IsSmaller)
            {
                WriteWarning($"{machine.Change}.");
            }
            else if (machine.Change.Length > 0)
            {
                WriteVerbose($"{machine.Change}.");
            }

            if (machine.Loss.Length > 0)
            {
                lost.Add(machine.Loss);
            }
        }

        if (!_isTagGiven)
        {
            var tags = MovedTags.Of(spec.Tags);
            spec = spec with { Tags = tags.Tags };
            lost.AddRange(tags.Losses);
        }

        return (spec, lost);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
