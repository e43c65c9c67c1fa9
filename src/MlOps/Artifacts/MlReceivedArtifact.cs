namespace MlOps;

/// <summary>A file of a job that is now on this machine.</summary>
public sealed record MlReceivedArtifact
{
    /// <summary>The provider of the job.</summary>
    public required string Provider { get; init; }

    /// <summary>The name of the job.</summary>
    public required string JobName { get; init; }

    /// <summary>The path in the job's name space: <c>logs/events.out.tfevents.1</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The full path of the file on this machine.</summary>
    public required string Destination { get; init; }

    /// <summary>The size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Whether it was fetched, or was there already.</summary>
    public MlReceiveResult Result { get; init; }

    /// <summary>The file on this machine.</summary>
    /// <returns><see cref="Destination"/>.</returns>
    public override string ToString() => Destination;
}
