namespace MlOps;

/// <summary>A job's file that is on this machine now.</summary>
public sealed record MlReceivedArtifact
{
    /// <summary>The provider of the job.</summary>
    public required string Provider { get; init; }

    /// <summary>The name of the job.</summary>
    public required string JobName { get; init; }

    /// <summary>The path in the job's name space.</summary>
    public required string Path { get; init; }

    /// <summary>The full path on this machine.</summary>
    public required string Destination { get; init; }

    /// <summary>The size on this machine, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Whether it was transferred or was there already.</summary>
    public required MlReceiveResult Result { get; init; }

    /// <summary>The full path on this machine.</summary>
    /// <returns><see cref="Destination"/>.</returns>
    public override string ToString() => Destination;
}
