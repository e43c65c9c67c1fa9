namespace MlOps;

/// <summary>The folders of one job as its training code sees them on the provider that runs it.</summary>
public sealed record TrainingPaths
{
    /// <summary>The folder of each input channel, by the channel's name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The folder for any other result.</summary>
    public required string Output { get; init; }

    /// <summary>The folder for the trained model.</summary>
    public required string Model { get; init; }

    /// <summary>The folder for checkpoints, which is kept while the job runs.</summary>
    public required string Checkpoints { get; init; }

    /// <summary>The folder for TensorBoard event files.</summary>
    public required string TensorBoard { get; init; }
}
