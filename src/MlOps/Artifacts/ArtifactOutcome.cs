using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>What came of one file of a transfer: the file, or why it is not there. One that fails does not stop the others.</summary>
public sealed class ArtifactOutcome
{
    /// <summary>The file is there.</summary>
    /// <param name="artifact">The file as it was listed.</param>
    /// <param name="received">The file as it is here.</param>
    public ArtifactOutcome(MlArtifact artifact, MlReceivedArtifact received)
    {
        Artifact = artifact;
        Received = received;
    }

    /// <summary>The file is not there.</summary>
    /// <param name="artifact">The file as it was listed.</param>
    /// <param name="error">Why.</param>
    public ArtifactOutcome(MlArtifact artifact, MlOpsException error)
    {
        Artifact = artifact;
        Error = error;
    }

    /// <summary>The file as it was listed.</summary>
    public MlArtifact Artifact { get; }

    /// <summary>The file as it is here; <see langword="null"/> when it failed.</summary>
    public MlReceivedArtifact? Received { get; }

    /// <summary>Why it failed; <see langword="null"/> when it did not.</summary>
    public MlOpsException? Error { get; }

    /// <summary>Whether the file is there.</summary>
    [MemberNotNullWhen(true, nameof(Received))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
