using MlOps.Providers.Requests;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The names of the members of <c>CreateTrainingJob</c>'s request (botocore sagemaker/2017-07-24).</summary>
internal static class TrainingMembers
{
    private static readonly Lazy<RequestMembers> s_all = new(() => RequestMembers.Parse($"{Request}\n{Parts}"));

    /// <summary>The request and all that can be in it.</summary>
    public static RequestMembers All => s_all.Value;

    private const string Request = """
        CreateTrainingJobRequest TrainingJobName HyperParameters AlgorithmSpecification:AlgorithmSpecification RoleArn InputDataConfig:Channel OutputDataConfig:OutputDataConfig ResourceConfig:ResourceConfig VpcConfig:VpcConfig StoppingCondition:StoppingCondition Tags:Tag EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig:CheckpointConfig DebugHookConfig:DebugHookConfig DebugRuleConfigurations:DebugRuleConfiguration TensorBoardOutputConfig:TensorBoardOutputConfig ExperimentConfig:ExperimentConfig ProfilerConfig:ProfilerConfig ProfilerRuleConfigurations:ProfilerRuleConfiguration Environment RetryStrategy:RetryStrategy RemoteDebugConfig:RemoteDebugConfig InfraCheckConfig:InfraCheckConfig SessionChainingConfig:SessionChainingConfig ServerlessJobConfig:ServerlessJobConfig MlflowConfig:MlflowConfig ModelPackageConfig:ModelPackageConfig
        """;

    /// <summary>What can be in it. The definition of a tuning job's trials has much of it too.</summary>
    public const string Parts = """
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
}
