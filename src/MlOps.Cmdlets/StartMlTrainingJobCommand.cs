using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Formatting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Starts a training job and returns it at once.</summary>
/// <remarks>
/// <para>The training code receives the command, then the hyperparameters as arguments, then the arguments, the same on every provider: lr=0.1 becomes --lr 0.1, a list repeats the flag, $true is a bare flag, and $false and $null are left out. An [ordered] table keeps its order; any other is sorted by name.</para>
/// <para>{input:NAME}, {output}, {checkpoints}, {tensorboard} and {job} in arguments and environment values stand for the provider's own path or the job's name. The same paths are in the environment of the job: MLOPS_INPUT_NAME, MLOPS_OUTPUT_DIR, MLOPS_CHECKPOINT_DIR, MLOPS_TENSORBOARD_DIR, MLOPS_JOB_NAME, MLOPS_PROVIDER.</para>
/// <para>-SourceDirectory sends code along, beside an image that has none: the command is run in a copy of that folder, to which it may write, so that relative paths and imports are as they are here. What git ignores is left out. On this machine the copy is in the folder of the job. A cloud gets it in its bucket, below mlops/code, and data of this machine that -InputData names below mlops/inputs, each under an address that is made of its content: what is there already is not sent again, and what a job reads does not change while it runs. {input:NAME} is the folder that was sent, or the file.</para>
/// <para>A job from Get-MlJob can be piped in to start the same work again; what is given as a parameter replaces what the job had. The provider of the piped job is not taken over. On another provider its machine becomes the one there that comes nearest, with the same accelerators: -Verbose says which, and a warning says so when it is smaller. What has no counterpart there is listed in a warning. An image, code or data that the other cloud cannot read is an error, until -Image, -SourceDirectory or -InputData names another.</para>
/// <para>SageMaker runs containers, so that a job there needs -Image; it reads its input from S3. Without -InstanceType and -Accelerator it gets an ml.m5.xlarge. Results, checkpoints and TensorBoard's files go to the bucket of Get-MlContext SageMakerBucket, below mlops/NAME; the job runs as the role of SageMakerRole. The command becomes the entry point of the container, in place of the one of the image, and the hyperparameters go along so that the console shows them. What is too long or too many for SageMaker is an error here, before anything is sent.</para>
/// <para>Vertex AI runs containers too, and reads its input from Cloud Storage. Without -InstanceType and -Accelerator a job gets an n1-standard-4. What it writes to {model}, {output}, {checkpoints} and {tensorboard} is in the bucket of Get-MlContext VertexBucket, below mlops/NAME: names are not unique there, and a job of the same name writes to the same folder. Tags become labels, which have lower-case letters, digits, hyphens and underscores only.</para>
/// <para>-WhatIf shows the exact request that would be sent, and starts nothing. It works where nothing is configured yet, and says what is missing, and what would be sent. The request is JSON: for SageMaker it is what aws sagemaker create-training-job --cli-input-json takes, for Vertex AI the body of a POST to its customJobs.</para>
/// </remarks>
/// <example>
/// <title>Train on this machine</title>
/// <code>Start-MlTrainingJob digits-1 -Command python3, train.py -Hyperparameter @{ lr = 0.1; dataset = 'dogs', 'cats' } -MetricPattern @{ val_loss = 'val_loss=([\d.]+)' }</code>
/// <para>Runs python3 train.py --dataset dogs --dataset cats --lr 0.1 and remembers how to read val_loss from its log.</para>
/// </example>
/// <example>
/// <title>See what would be done</title>
/// <code>Start-MlTrainingJob digits-2 -Command python3, train.py -InputData @{ train = './data' } -Argument --data, '{input:train}' -WhatIf</code>
/// <para>Shows the command, the folder and the environment, and starts nothing.</para>
/// </example>
/// <example>
/// <title>Start the same work again, with one thing changed</title>
/// <code>Get-MlJob digits-1 | Start-MlTrainingJob -Name digits-3 -Hyperparameter @{ lr = 0.2; dataset = 'dogs', 'cats' }</code>
/// <para>Takes command, data, metrics and tags from the job that is there, and starts another with other hyperparameters.</para>
/// </example>
/// <example>
/// <title>Start on SageMaker what ran on this machine</title>
/// <code>Get-MlJob digits-1 -Provider Local | Start-MlTrainingJob -Name digits-4 -Provider SageMaker -Image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1 -InputData @{ train = 's3://my-data/digits' } -InstanceType ml.g5.xlarge</code>
/// <para>Hands the training code the same arguments, with the folders of the container in them.</para>
/// </example>
/// <example>
/// <title>Send code along, beside an image that has only its libraries</title>
/// <code>Start-MlTrainingJob resnet-0 -Provider SageMaker -Image 763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch-training:2.5.1-gpu-py311 -SourceDirectory ./src -Command python, train.py -InputData @{ train = 's3://my-data/digits' } -Argument --data, '{input:train}' -InstanceType ml.g5.xlarge</code>
/// <para>Sends the files of ./src that git does not ignore, unless they were sent before, and runs python train.py in a copy of them.</para>
/// </example>
/// <example>
/// <title>Train on a cloud with data of this machine</title>
/// <code>Start-MlTrainingJob digits-5 -Provider Vertex -Image europe-west4-docker.pkg.dev/my-project/ml/train:1 -Command python, train.py -InputData @{ train = './data' } -Argument --data, '{input:train}' -WhatIf</code>
/// <para>Says how many files would be sent to which address, and shows the request with it. Without -WhatIf they are sent before the job starts; once, as long as they do not change.</para>
/// </example>
/// <example>
/// <title>See the request for eight A100 on SageMaker</title>
/// <code>Start-MlTrainingJob resnet-1 -Provider SageMaker -Image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1 -Command python, train.py -Hyperparameter @{ lr = 0.1 } -InputData @{ train = 's3://my-data/digits' } -Argument --data, '{input:train}' -Accelerator A100 -AcceleratorCount 8 -WhatIf</code>
/// <para>Picks ml.p4d.24xlarge and shows the JSON that would be sent. The script gets python train.py --lr 0.1 --data /opt/ml/input/data/train.</para>
/// </example>
/// <example>
/// <title>Train on spot capacity of SageMaker, in a network of one's own</title>
/// <code>Start-MlTrainingJob resnet-2 -Provider SageMaker -Image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1 -InstanceType ml.g5.xlarge -Spot -MaxRuntime 6h -MaxWait 12h -VolumeSize 100GB -Subnet subnet-0123456789abcdef0 -SecurityGroup sg-0123456789abcdef0</code>
/// <para>Runs what the image runs by itself, for six hours at most, and waits for capacity until twelve are over. The code should write checkpoints to the folder of MLOPS_CHECKPOINT_DIR: after an interruption it finds them there again.</para>
/// </example>
/// <example>
/// <title>Train on Vertex AI with eight A100 on spot capacity</title>
/// <code>Start-MlTrainingJob resnet-3 -Provider Vertex -Image europe-west4-docker.pkg.dev/my-project/ml/train:1 -Command python, train.py -Hyperparameter @{ lr = 0.1 } -InputData @{ train = 'gs://my-data/digits' } -Argument --data, '{input:train}' -Accelerator A100 -AcceleratorCount 8 -Spot -MaxRuntime 6h</code>
/// <para>Picks a2-highgpu-8g. The script gets python train.py --lr 0.1 --data /gcs/my-data/digits.</para>
/// </example>
/// <example>
/// <title>Use machines that Vertex AI keeps, and its TensorBoard</title>
/// <code>Start-MlTrainingJob resnet-4 -Provider Vertex -Image europe-west4-docker.pkg.dev/my-project/ml/train:1 -ProviderOption @{ jobSpec = @{ persistentResourceId = 'pool'; tensorboard = 'projects/123456789012/locations/europe-west4/tensorboards/456' } } -WhatIf</code>
/// <para>Shows the request with both in it, and sends nothing.</para>
/// </example>
/// <example>
/// <title>Start the work of a job on the other cloud</title>
/// <code>Get-MlJob resnet-1 -Provider SageMaker | Start-MlTrainingJob -Provider Vertex -Image europe-west4-docker.pkg.dev/my-project/ml/train:1 -InputData @{ train = 'gs://my-data/digits' } -Verbose</code>
/// <para>Takes command, hyperparameters, arguments, environment, metrics and tags over, and the machine by its accelerators: ml.p4d.24xlarge becomes a2-highgpu-8g.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "MlTrainingJob", SupportsShouldProcess = true)]
[OutputType(typeof(MlJob))]
public sealed class StartMlTrainingJobCommand : AsyncCmdlet
{
    private const int MostSkipped = 5;

    private readonly HashSet<string> _warned = [];
    private bool _isInstanceTypeGiven;
    private bool _isAcceleratorGiven;
    private bool _isAcceleratorCountGiven;
    private bool _isTagGiven;

    /// <summary>The name of the job.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The provider that shall run it. Without it, the default provider of Get-MlContext.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OneProviderNameCompleter))]
    public string? Provider { get; set; }

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

    /// <summary>How metrics are read from the log: a table of names and regular expressions whose group is the value. They are remembered with the job.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Metric")]
    public IDictionary? MetricPattern { get; set; }

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

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var name = Provider ?? DefaultProviderName;
        var provider = IsWhatIf ? ProviderSelection.FindOne(Providers, name) : ProviderSelection.ChooseOne(Providers, name);
        var (spec, lost) = IsMoved(provider) ? Moved(Spec(), provider) : (Spec(), []);
        var staging = await InputStaging.FindAsync(provider, spec, cancellationToken);
        WarnOfSkipped(staging);
        var plan = provider.Plan(staging.Draft);
        string[] ignored = [.. lost, .. plan.Ignored];
        if (ignored.Length > 0)
        {
            WriteWarning($"{provider.Name} has no counterpart for these, and ignores them: {string.Join(", ", ignored)}");
        }

        if (!IsWhatIf && plan.Missing.Count > 0)
        {
            foreach (var missing in plan.Missing)
            {
                WriteError(missing);
            }

            return;
        }

        var job = await AddressAsync(staging, cancellationToken);
        foreach (var upload in IsWhatIf ? job.Uploads : [])
        {
            ShouldProcess($"Send {Shown(upload)}", "", "Start-MlTrainingJob");
        }

        var action = $"Start the training job '{Name}' on {provider.Name}";
        var sent = string.Concat(job.Uploads.Select(upload => $"\nand send {Shown(upload)}"));
        if (ShouldProcess($"{action} with this request:", $"{action}{sent}?", "Start-MlTrainingJob", out var reason))
        {
            WriteObject(await StartAsync(provider, job, cancellationToken));
        }
        else if (reason == ShouldProcessReason.WhatIf)
        {
            // On the host like the line above it, and to be caught with 6>&1.
            var request = job.Uploads.Count > 0 ? provider.Plan(job.Spec).Request : plan.Request;
            WriteInformation(new HostInformationMessage { Message = request }, ["PSHOST"]);
            WarnOfMissing(provider, plan);
        }
    }

    private static string Shown(StagedInput upload)
    {
        var count = upload.Files.Count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{upload.Files.Count} files");
        return $"{count}, {DisplayText.Size(upload.Size)}, from {TerminalText.Clean(upload.LocalPath)} to {upload.Target}";
    }

    private async Task<StagedJob> AddressAsync(InputStaging staging, CancellationToken cancellationToken)
    {
        var progress = new ReadProgressBar($"Reading what {Name} needs, to see whether it has been sent before", WriteProgress);
        var cache = ContentCache.Open(Path.Combine(MlHome.Path, "cache"));
        var job = await staging.AddressAsync(cache, progress, cancellationToken);
        progress.Complete();
        return job;
    }

    private void WarnOfSkipped(InputStaging staging)
    {
        if (staging.Skipped.Count > 0)
        {
            var rest = staging.Skipped.Count > MostSkipped ? string.Create(CultureInfo.InvariantCulture, $" and {staging.Skipped.Count - MostSkipped} more") : "";
            WriteWarning($"The job does not get {string.Join(", ", staging.Skipped.Take(MostSkipped))}{rest}");
        }
    }

    /// <summary>Says once, however many jobs are piped in, what stands in the way of sending requests.</summary>
    private void WarnOfMissing(IProvider provider, StartPlan plan)
    {
        IEnumerable<string> missing =
        [
            .. provider.MissingConfiguration is { } configuration ? (string[])[$"{provider.Name} is not configured: {configuration}"] : [],
            .. plan.Missing.Select(error => $"{error.Message} {error.RecommendedAction}".TrimEnd()),
        ];
        foreach (var text in missing.Where(_warned.Add))
        {
            WriteWarning($"This request cannot be sent yet: {text}");
        }
    }

    private async Task<MlJob> StartAsync(IProvider provider, StagedJob job, CancellationToken cancellationToken)
    {
        foreach (var upload in job.Uploads)
        {
            WriteVerbose($"Sends {Shown(upload)}.");
        }

        var progress = new TransferProgressBar($"Sending what {Name} needs", WriteProgress);
        try
        {
            return await job.StartAsync(provider, () => new InputUploader(Providers, progress), cancellationToken);
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e))
        {
            throw ProviderFailure.From(provider, e);
        }
        finally
        {
            progress.Complete();
        }
    }

    private TrainingSpec Spec() => new()
    {
        Name = Name,
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
        MetricPatterns = Table.OfStrings(MetricPattern, nameof(MetricPattern)),
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
