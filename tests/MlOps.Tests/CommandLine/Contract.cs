namespace MlOps.Tests.CommandLine;

/// <summary>Short forms for what the tests of the training contract ask again and again.</summary>
internal static class Contract
{
    public static TrainingPaths Paths { get; } = new()
    {
        Inputs = new Dictionary<string, string> { ["train"] = "/data/train", ["my-val.1"] = "/data/val" },
        Output = "/out",
        Model = "/model",
        Checkpoints = "/ckpt",
        TensorBoard = "/tb",
    };

    public static IReadOnlyList<string> Render(string name, object? value, ArgumentStyle style = ArgumentStyle.Space) =>
        Render([new(name, value)], style);

    public static IReadOnlyList<string> Render(IReadOnlyList<KeyValuePair<string, object?>> hyperparameters, ArgumentStyle style = ArgumentStyle.Space) =>
        TrainingContract.Arguments(new TrainingSpec { Name = "job-1", Hyperparameters = hyperparameters, ArgumentStyle = style }, Paths);

    public static string Expand(string text) =>
        Assert.Single(TrainingContract.Arguments(new TrainingSpec { Name = "job-1", Arguments = [text] }, Paths));

    public static MlOpsException Refused(Action action)
    {
        var exception = Assert.Throws<MlOpsException>(action);
        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        return exception;
    }
}
