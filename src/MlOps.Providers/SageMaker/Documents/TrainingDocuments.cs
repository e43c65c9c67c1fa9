namespace MlOps.Providers.SageMaker.Documents;

// The parts of SageMaker's documents that MlOps reads and writes, under the vendor's own names (botocore sagemaker/2017-07-24). What is not named here is kept in the
// document that MlJob.Raw shows.
//
// What has a value when a document does not name it is settable: the JSON generator gives every init-only property that is absent its type's default.

/// <summary>What a training job and the definition of a tuning job's trials say alike.</summary>
internal abstract record TrainingSettings
{
    public AlgorithmSpecification? AlgorithmSpecification { get; init; }

    public string? RoleArn { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public IReadOnlyList<Channel>? InputDataConfig { get; init; }

    public OutputDataConfig? OutputDataConfig { get; init; }

    public CheckpointConfig? CheckpointConfig { get; init; }

    public ResourceConfig? ResourceConfig { get; init; }

    public StoppingCondition? StoppingCondition { get; init; }

    public RetryStrategy? RetryStrategy { get; init; }

    public VpcConfig? VpcConfig { get; init; }

    public bool? EnableManagedSpotTraining { get; init; }

    public bool? EnableNetworkIsolation { get; init; }

    public bool? EnableInterContainerTrafficEncryption { get; init; }
}

/// <summary>What <c>CreateTrainingJob</c> takes.</summary>
internal sealed record CreateTrainingJobRequest : TrainingSettings
{
    public required string TrainingJobName { get; init; }

    public IReadOnlyDictionary<string, string>? HyperParameters { get; init; }

    public TensorBoardOutputConfig? TensorBoardOutputConfig { get; init; }

    public IReadOnlyList<Tag>? Tags { get; init; }
}

/// <summary>A training job as <c>DescribeTrainingJob</c> and <c>Search</c> give it; the tags come with <c>Search</c> only.</summary>
internal sealed record TrainingJobDocument
{
    public string TrainingJobName { get; set; } = "";

    public string TrainingJobArn { get; set; } = "";

    public string? TuningJobArn { get; init; }

    public ModelArtifacts? ModelArtifacts { get; init; }

    public string TrainingJobStatus { get; set; } = "";

    public string? SecondaryStatus { get; init; }

    public string? FailureReason { get; init; }

    public IReadOnlyDictionary<string, string>? HyperParameters { get; init; }

    public AlgorithmSpecification? AlgorithmSpecification { get; init; }

    public string? RoleArn { get; init; }

    public IReadOnlyList<Channel>? InputDataConfig { get; init; }

    public OutputDataConfig? OutputDataConfig { get; init; }

    public ResourceConfig? ResourceConfig { get; init; }

    public VpcConfig? VpcConfig { get; init; }

    public StoppingCondition? StoppingCondition { get; init; }

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset? TrainingStartTime { get; init; }

    public DateTimeOffset? TrainingEndTime { get; init; }

    public DateTimeOffset? LastModifiedTime { get; init; }

    public IReadOnlyList<SecondaryStatusTransition>? SecondaryStatusTransitions { get; init; }

    public IReadOnlyList<MetricData>? FinalMetricDataList { get; init; }

    public bool? EnableManagedSpotTraining { get; init; }

    public bool? EnableNetworkIsolation { get; init; }

    public bool? EnableInterContainerTrafficEncryption { get; init; }

    public CheckpointConfig? CheckpointConfig { get; init; }

    public TensorBoardOutputConfig? TensorBoardOutputConfig { get; init; }

    public int? BillableTimeInSeconds { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public RetryStrategy? RetryStrategy { get; init; }

    public IReadOnlyList<Tag>? Tags { get; init; }
}

internal sealed record AlgorithmSpecification
{
    public string? TrainingImage { get; init; }

    public string? AlgorithmName { get; init; }

    public string? TrainingInputMode { get; init; }

    public IReadOnlyList<string>? ContainerEntrypoint { get; init; }

    public IReadOnlyList<string>? ContainerArguments { get; init; }

    public IReadOnlyList<MetricDefinition>? MetricDefinitions { get; init; }
}

internal sealed record MetricDefinition(string Name, string Regex);

internal sealed record Channel
{
    public string ChannelName { get; set; } = "";

    public DataSource? DataSource { get; init; }

    public string? InputMode { get; init; }
}

internal sealed record DataSource
{
    public S3DataSource? S3DataSource { get; init; }

    public FileSystemDataSource? FileSystemDataSource { get; init; }
}

internal sealed record S3DataSource
{
    public string? S3DataType { get; init; }

    public string S3Uri { get; set; } = "";

    public string? S3DataDistributionType { get; init; }
}

internal sealed record FileSystemDataSource
{
    public string FileSystemId { get; set; } = "";

    public string DirectoryPath { get; set; } = "";
}

internal sealed record OutputDataConfig
{
    public string? S3OutputPath { get; init; }

    public string? CompressionType { get; init; }

    public string? KmsKeyId { get; init; }
}

internal sealed record CheckpointConfig
{
    public string S3Uri { get; set; } = "";

    public string? LocalPath { get; init; }
}

internal sealed record TensorBoardOutputConfig
{
    public string S3OutputPath { get; set; } = "";

    public string? LocalPath { get; init; }
}

internal sealed record ResourceConfig
{
    public string? InstanceType { get; init; }

    public int? InstanceCount { get; init; }

    public IReadOnlyList<InstanceGroup>? InstanceGroups { get; init; }

    public int? VolumeSizeInGB { get; init; }

    public string? VolumeKmsKeyId { get; init; }

    public int? KeepAlivePeriodInSeconds { get; init; }
}

internal sealed record InstanceGroup
{
    public string? InstanceType { get; init; }

    public int? InstanceCount { get; init; }

    public string? InstanceGroupName { get; init; }
}

internal sealed record StoppingCondition
{
    public int? MaxRuntimeInSeconds { get; init; }

    public int? MaxWaitTimeInSeconds { get; init; }

    public int? MaxPendingTimeInSeconds { get; init; }
}

internal sealed record RetryStrategy(int MaximumRetryAttempts);

internal sealed record VpcConfig
{
    public IReadOnlyList<string> SecurityGroupIds { get; set; } = [];

    public IReadOnlyList<string> Subnets { get; set; } = [];
}

internal sealed record Tag(string Key, string Value);

internal sealed record ModelArtifacts(string? S3ModelArtifacts);

internal sealed record SecondaryStatusTransition
{
    public string Status { get; set; } = "";

    public DateTimeOffset? StartTime { get; init; }

    public string? StatusMessage { get; init; }
}

internal sealed record MetricData
{
    public string MetricName { get; set; } = "";

    public double Value { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}
