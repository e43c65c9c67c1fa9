namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The folders of a job in a container of SageMaker.</summary>
internal static class SageMakerPaths
{
    public static TrainingPaths Of(IEnumerable<string> channels) => new()
    {
        Inputs = channels.Distinct(StringComparer.Ordinal).ToDictionary(channel => channel, channel => $"/opt/ml/input/data/{channel}", StringComparer.Ordinal),
        Output = "/opt/ml/output/data",
        Model = "/opt/ml/model",
        Checkpoints = "/opt/ml/checkpoints",
        TensorBoard = "/opt/ml/output/tensorboard",
    };
}
