using MlOps.Providers.Aws;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>The pages of SageMaker's console.</summary>
internal static class SageMakerConsole
{
    public static string TrainingJob(string region, string name) => Page(region, "jobs", name);

    public static string TuningJob(string region, string name) => Page(region, "hyper-tuning-jobs", name);

    private static string Page(string region, string kind, string name) =>
        $"https://{region}.{AwsPartition.Of(region).ConsoleHost}/sagemaker/home?region={region}#/{kind}/{Uri.EscapeDataString(name)}";
}
