namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The folders of a job in a container of SageMaker.</summary>
internal static class SageMakerPaths
{
    /// <summary>Where the code is before it is copied.</summary>
    public const string Code = $"{Channels}/{InputChannels.Code}";

    /// <summary>The folder of a trial's results that its event files are in.</summary>
    public const string TrialTensorBoard = "tensorboard";

    private const string Channels = "/opt/ml/input/data";

    /// <param name="inputs">The channels and their addresses.</param>
    public static TrainingPaths Of(IReadOnlyDictionary<string, string> inputs) => new()
    {
        Inputs = inputs.ToDictionary(input => input.Key, input => Input(input.Key, input.Value), StringComparer.Ordinal),
        Output = "/opt/ml/output/data",
        Model = "/opt/ml/model",
        Checkpoints = "/opt/ml/checkpoints",
        TensorBoard = "/opt/ml/output/tensorboard",
    };

    /// <summary>The folders of a trial of SageMaker's tuning: it has no synchronized folder for TensorBoard, so that its event files go along with the results.</summary>
    /// <param name="inputs">The channels and their addresses.</param>
    public static TrainingPaths OfTrial(IReadOnlyDictionary<string, string> inputs)
    {
        var paths = Of(inputs);
        return paths with { TensorBoard = $"{paths.Output}/{TrialTensorBoard}" };
    }

    /// <summary>A file that was sent is a file for the training code, as it is on this machine and on every other provider. SageMaker puts it into the channel's folder.</summary>
    private static string Input(string channel, string address) =>
        StagedAddress.FileName(address) is { } name ? $"{Channels}/{channel}/{name}" : $"{Channels}/{channel}";
}
