using System.Collections;
using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Completion;
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
public sealed class StartMlTrainingJobCommand : TrainingSpecCmdlet
{
    /// <summary>The name of the job.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The provider that shall run it. Without it, the default provider of Get-MlContext.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OneProviderNameCompleter))]
    public string? Provider { get; set; }

    /// <summary>How metrics are read from the log: a table of names and regular expressions whose group is the value. They are remembered with the job.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Metric")]
    public IDictionary? MetricPattern { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var provider = FindProvider(Provider ?? DefaultProviderName);
        var (spec, lost) = Spec(provider, Name, Table.OfStrings(MetricPattern, nameof(MetricPattern)));
        var staging = await FindInputsAsync(provider, spec, cancellationToken);
        var plan = provider.Plan(staging.Draft);
        if (!CanGoOn(provider, plan, lost))
        {
            return;
        }

        var job = await AddressAsync(staging, cancellationToken);
        if (ShouldStart($"Start the training job '{Name}' on {provider.Name}", job.Uploads, () => job.Uploads.Count > 0 ? provider.Plan(job.Spec).Request : plan.Request))
        {
            WriteObject(await StartAsync(provider, Name, [job], () => provider.StartAsync(job.Spec, cancellationToken), cancellationToken));
        }
        else
        {
            WarnOfMissing(provider, plan);
        }
    }
}
