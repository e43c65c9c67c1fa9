using MlOps.Providers.SageMaker.Documents;
namespace MlOps.Providers.SageMaker.Jobs;
internal static class TuningJobMapping
{
    public static MlTuningJob ToJob(TuningJobDocument d, IReadOnlyDictionary<string, string>? tags, object? raw, string region) => new()
    {
        Provider = "SageMaker", Name = d.HyperParameterTuningJobName, Id = d.HyperParameterTuningJobArn, Kind = MlJobKind.Tuning, CreatedAt = d.CreationTime, Raw = raw, Region = region,
        Tag = tags ?? d.Tags?.ToDictionary(t => t.Key, t => t.Value) ?? [],
    };
}
