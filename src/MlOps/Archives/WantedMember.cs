namespace MlOps;

/// <summary>A member that is wanted, and what has come of it so far.</summary>
/// <param name="member">The member.</param>
/// <param name="target">The full path of the file to be; empty when it cannot be any.</param>
internal sealed class WantedMember(ArchiveMember member, string target)
{
    /// <summary>The member. It has its CRC as soon as it is through.</summary>
    public ArchiveMember Member { get; set; } = member;

    /// <summary>The full path of the file to be; empty when it cannot be any.</summary>
    public string Target => target;

    /// <summary>What is written; <see langword="null"/> when nothing need be or can be.</summary>
    public PartFile? Part { get; init; }

    /// <summary>Why it cannot be fetched; <see langword="null"/> while nothing speaks against it.</summary>
    public MlOpsException? Error { get; set; }

    /// <summary>How many pieces of its content are still to come, where it is read in pieces.</summary>
    public int PiecesLeft;
}
