using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>SageMaker's words for where a job stands. There are jobs whose words the service no longer produces, and there will be new ones.</summary>
internal static class SageMakerStatus
{
    public static MlJobStatus OfTraining(TrainingJobDocument document) => document.TrainingJobStatus switch
    {
        "InProgress" => document.SecondaryStatus is "Starting" or "LaunchingMLInstances" or "PreparingTrainingStack" or "Pending" ? MlJobStatus.Pending : MlJobStatus.Running,
        var word => Of(word, document.TrainingEndTime),
    };

    public static MlJobStatus OfTuning(TuningJobDocument document) => Of(document.HyperParameterTuningJobStatus, document.HyperParameterTuningEndTime);

    private static MlJobStatus Of(string word, DateTimeOffset? end) => word switch
    {
        "InProgress" => MlJobStatus.Running,
        "Stopping" or "Deleting" => MlJobStatus.Stopping,
        "Completed" => MlJobStatus.Succeeded,
        "Failed" or "DeleteFailed" => MlJobStatus.Failed,
        "Stopped" => MlJobStatus.Stopped,
        _ => end is null ? MlJobStatus.Running : MlJobStatus.Stopped,
    };
}
