namespace MlOps;

/// <summary>A file that is at the place that it was sent to.</summary>
public sealed record MlSentData
{
    /// <summary>The path below what was sent.</summary>
    public required string Path { get; init; }

    /// <summary>Where it came from: a path of this machine, or <c>s3://…</c>, <c>gs://…</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where it is now.</summary>
    public required string Destination { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Whether it was transferred or was there already.</summary>
    public required MlSendResult Result { get; init; }

    /// <summary>Where it is now.</summary>
    /// <returns><see cref="Destination"/>.</returns>
    public override string ToString() => Destination;
}
