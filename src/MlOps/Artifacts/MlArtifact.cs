namespace MlOps;

/// <summary>One file that a job made, in the name space that is the same for every provider: <c>model/…</c>, <c>output/…</c>, <c>checkpoints/…</c>, <c>logs/…</c>.</summary>
public sealed record MlArtifact
{
    /// <summary>The provider of the job.</summary>
    public required string Provider { get; init; }

    /// <summary>The name of the job.</summary>
    public required string JobName { get; init; }

    /// <summary>The path in the job's name space, with forward slashes: <c>logs/events.out.tfevents.1</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>When it was last written.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>Where it is, in the provider's own terms.</summary>
    public string Uri { get; init; } = "";

    /// <summary>Whether it is a member of a packed file, which <see cref="Uri"/> then is the address of.</summary>
    public bool IsPacked { get; init; }

    /// <summary>The path.</summary>
    /// <returns><see cref="Path"/>.</returns>
    public override string ToString() => Path;
}
