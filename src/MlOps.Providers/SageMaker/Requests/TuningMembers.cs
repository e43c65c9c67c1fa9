using MlOps.Providers.Requests;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The names of the members of <c>CreateHyperParameterTuningJob</c>'s request (botocore sagemaker/2017-07-24).</summary>
internal static class TuningMembers
{
    private static readonly Lazy<RequestMembers> s_all = new(() => RequestMembers.Parse($"{Request}\n{Definition}\n{Parts}\n{TrainingMembers.Parts}"));
    private static readonly Lazy<RequestMembers> s_definition = new(() => RequestMembers.Parse($"{Definition}\n{Parts}\n{TrainingMembers.Parts}"));

    /// <summary>The request and all that can be in it.</summary>
    public static RequestMembers All => s_all.Value;

    /// <summary>The definition of the trials and all that can be in it.</summary>
    public static RequestMembers OfDefinition => s_definition.Value;

    private const string Request =
        "CreateHyperParameterTuningJobRequest HyperParameterTuningJobName HyperParameterTuningJobConfig:HyperParameterTuningJobConfig TrainingJobDefinition:HyperParameterTrainingJobDefinition TrainingJobDefinitions:HyperParameterTrainingJobDefinition WarmStartConfig:HyperParameterTuningJobWarmStartConfig Tags:Tag Autotune:Autotune";

    private const string Definition =
        "HyperParameterTrainingJobDefinition DefinitionName TuningObjective:HyperParameterTuningJobObjective HyperParameterRanges:ParameterRanges StaticHyperParameters AlgorithmSpecification:AlgorithmSpecification RoleArn InputDataConfig:Channel VpcConfig:VpcConfig OutputDataConfig:OutputDataConfig ResourceConfig:ResourceConfig HyperParameterTuningResourceConfig:HyperParameterTuningResourceConfig StoppingCondition:StoppingCondition EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig:CheckpointConfig RetryStrategy:RetryStrategy Environment";

    private const string Parts = """
        HyperParameterTuningJobConfig Strategy StrategyConfig:HyperParameterTuningJobStrategyConfig HyperParameterTuningJobObjective:HyperParameterTuningJobObjective ResourceLimits:ResourceLimits ParameterRanges:ParameterRanges TrainingJobEarlyStoppingType TuningJobCompletionCriteria:TuningJobCompletionCriteria RandomSeed
        HyperParameterTuningJobStrategyConfig HyperbandStrategyConfig:HyperbandStrategyConfig
        HyperbandStrategyConfig MinResource MaxResource
        HyperParameterTuningJobObjective Type MetricName
        ResourceLimits MaxNumberOfTrainingJobs MaxParallelTrainingJobs MaxRuntimeInSeconds
        ParameterRanges IntegerParameterRanges:ParameterRange ContinuousParameterRanges:ParameterRange CategoricalParameterRanges:ParameterRange AutoParameters:AutoParameter
        ParameterRange Name MinValue MaxValue ScalingType Values
        AutoParameter Name ValueHint
        TuningJobCompletionCriteria TargetObjectiveMetricValue BestObjectiveNotImproving:BestObjectiveNotImproving ConvergenceDetected:ConvergenceDetected
        BestObjectiveNotImproving MaxNumberOfTrainingJobsNotImproving
        ConvergenceDetected CompleteOnConvergence
        HyperParameterTuningJobWarmStartConfig ParentHyperParameterTuningJobs:ParentHyperParameterTuningJob WarmStartType
        ParentHyperParameterTuningJob HyperParameterTuningJobName
        HyperParameterTuningResourceConfig InstanceType InstanceCount VolumeSizeInGB VolumeKmsKeyId AllocationStrategy InstanceConfigs:HyperParameterTuningInstanceConfig
        HyperParameterTuningInstanceConfig InstanceType InstanceCount VolumeSizeInGB
        Autotune Mode
        """;
}
