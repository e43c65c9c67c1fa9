namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The names of the members of <c>CreateTrainingJob</c>'s request, so that they can be given in any case (botocore sagemaker/2017-07-24).</summary>
internal static class RequestMembers
{
    /// <summary>The structure that a request is.</summary>
    public const string Root = "CreateTrainingJobRequest";

    // A structure a line, then its members; behind the colon the structure that a member, or each element of a list, is.
    private const string Table = """
        CreateTrainingJobRequest TrainingJobName HyperParameters AlgorithmSpecification:AlgorithmSpecification RoleArn InputDataConfig:Channel OutputDataConfig:OutputDataConfig ResourceConfig:ResourceConfig VpcConfig:VpcConfig StoppingCondition:StoppingCondition Tags:Tag EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig:CheckpointConfig DebugHookConfig:DebugHookConfig DebugRuleConfigurations:DebugRuleConfiguration TensorBoardOutputConfig:TensorBoardOutputConfig ExperimentConfig:ExperimentConfig ProfilerConfig:ProfilerConfig ProfilerRuleConfigurations:ProfilerRuleConfiguration Environment RetryStrategy:RetryStrategy RemoteDebugConfig:RemoteDebugConfig InfraCheckConfig:InfraCheckConfig SessionChainingConfig:SessionChainingConfig ServerlessJobConfig:ServerlessJobConfig MlflowConfig:MlflowConfig ModelPackageConfig:ModelPackageConfig
        AlgorithmSpecification TrainingImage AlgorithmName TrainingInputMode MetricDefinitions:MetricDefinition EnableSageMakerMetricsTimeSeries ContainerEntrypoint ContainerArguments TrainingImageConfig:TrainingImageConfig
        MetricDefinition Name Regex
        TrainingImageConfig TrainingRepositoryAccessMode TrainingRepositoryAuthConfig:TrainingRepositoryAuthConfig
        TrainingRepositoryAuthConfig TrainingRepositoryCredentialsProviderArn
        Channel ChannelName DataSource:DataSource ContentType CompressionType RecordWrapperType InputMode ShuffleConfig:ShuffleConfig
        DataSource S3DataSource:S3DataSource FileSystemDataSource:FileSystemDataSource DatasetSource:DatasetSource
        S3DataSource S3DataType S3Uri S3DataDistributionType AttributeNames InstanceGroupNames ModelAccessConfig:ModelAccessConfig HubAccessConfig:HubAccessConfig
        ModelAccessConfig AcceptEula
        HubAccessConfig HubContentArn
        FileSystemDataSource FileSystemId FileSystemAccessMode FileSystemType DirectoryPath
        DatasetSource DatasetArn
        ShuffleConfig Seed
        OutputDataConfig KmsKeyId S3OutputPath CompressionType
        ResourceConfig InstanceType InstanceCount VolumeSizeInGB VolumeKmsKeyId KeepAlivePeriodInSeconds InstanceGroups:InstanceGroup TrainingPlanArn InstancePlacementConfig:InstancePlacementConfig
        InstanceGroup InstanceType InstanceCount InstanceGroupName
        InstancePlacementConfig EnableMultipleJobs PlacementSpecifications:PlacementSpecification
        PlacementSpecification UltraServerId InstanceCount
        VpcConfig SecurityGroupIds Subnets
        StoppingCondition MaxRuntimeInSeconds MaxWaitTimeInSeconds MaxPendingTimeInSeconds
        Tag Key Value
        CheckpointConfig S3Uri LocalPath
        DebugHookConfig LocalPath S3OutputPath HookParameters CollectionConfigurations:CollectionConfiguration
        CollectionConfiguration CollectionName CollectionParameters
        DebugRuleConfiguration RuleConfigurationName LocalPath S3OutputPath RuleEvaluatorImage InstanceType VolumeSizeInGB RuleParameters
        TensorBoardOutputConfig LocalPath S3OutputPath
        ExperimentConfig ExperimentName TrialName TrialComponentDisplayName RunName
        ProfilerConfig S3OutputPath ProfilingIntervalInMilliseconds ProfilingParameters DisableProfiler
        ProfilerRuleConfiguration RuleConfigurationName LocalPath S3OutputPath RuleEvaluatorImage InstanceType VolumeSizeInGB RuleParameters
        RetryStrategy MaximumRetryAttempts
        RemoteDebugConfig EnableRemoteDebug
        InfraCheckConfig EnableInfraCheck
        SessionChainingConfig EnableSessionTagChaining
        ServerlessJobConfig BaseModelArn AcceptEula JobType CustomizationTechnique Peft EvaluationType EvaluatorArn SequenceLength
        MlflowConfig MlflowResourceArn MlflowExperimentName MlflowRunName
        ModelPackageConfig ModelPackageGroupArn SourceModelPackageArn
        """;

    private static readonly Lazy<Dictionary<string, Dictionary<string, Member>>> s_structures = new(() => Table
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words.Skip(1).Select(Member.Parse).ToDictionary(member => member.Name, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Finds a member by its name in any case.</summary>
    /// <param name="structure">The structure; <see langword="null"/> for a table of free names.</param>
    /// <param name="name">The name.</param>
    /// <returns>The member; <see langword="null"/> when there is none.</returns>
    public static Member? Find(string? structure, string name) => structure is null ? null : s_structures.Value[structure].GetValueOrDefault(name);

    /// <summary>A member of a structure.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Structure">The structure that it is, or that its elements are; <see langword="null"/> when it is none.</param>
    public sealed record Member(string Name, string? Structure)
    {
        public static Member Parse(string word) => word.Split(':') is [var name, var structure] ? new(name, structure) : new(word, null);
    }
}
