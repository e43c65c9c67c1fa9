using MlOps.Providers.SageMaker.Documents;
namespace MlOps.Providers.SageMaker.Jobs;
internal static class TrainingJobMapping
{
    public static MlJob ToJob(TrainingJobDocument d, IReadOnlyDictionary<string, string>? tags, object? raw, string region) => new()
    {
        Provider = "SageMaker", Name = d.TrainingJobName, Id = d.TrainingJobArn, CreatedAt = d.CreationTime, Raw = raw, Region = region,
        Status = d.TrainingJobStatus switch { "Completed" => MlJobStatus.Succeeded, "Failed" => MlJobStatus.Failed, "Stopped" => MlJobStatus.Stopped, "Stopping" => MlJobStatus.Stopping, _ => MlJobStatus.Running },
        Tag = tags ?? d.Tags?.ToDictionary(t => t.Key, t => t.Value) ?? [],
    };
}
