namespace MlOps;

/// <summary>Where the training code finds its inputs and puts its results, in the provider's own terms: the folders that the placeholders stand for.</summary>
public sealed record TrainingPaths
{
    /// <summary>The folder (or file) of each input channel, by the channel's name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The folder for results other than the model.</summary>
    public required string Output { get; init; }

    /// <summary>The folder for the model.</summary>
    public required string Model { get; init; }

    /// <summary>The folder for checkpoints.</summary>
    public required string Checkpoints { get; init; }

    /// <summary>The folder for TensorBoard event files.</summary>
    public required string TensorBoard { get; init; }
}
