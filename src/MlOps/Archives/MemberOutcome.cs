using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>What came of one member of an archive that was wanted: the file, or why it is not there. One that fails does not stop the others.</summary>
public sealed class MemberOutcome
{
    /// <summary>The file is there.</summary>
    /// <param name="member">The member.</param>
    /// <param name="target">The full path of the file.</param>
    /// <param name="result">Whether it was written or was there already.</param>
    public MemberOutcome(ArchiveMember member, string target, MlReceiveResult result)
    {
        Member = member;
        Target = target;
        Result = result;
    }

    /// <summary>The file is not there.</summary>
    /// <param name="member">The member.</param>
    /// <param name="error">Why.</param>
    public MemberOutcome(ArchiveMember member, MlOpsException error)
    {
        Member = member;
        Error = error;
    }

    /// <summary>The member.</summary>
    public ArchiveMember Member { get; }

    /// <summary>The full path of the file; <see langword="null"/> when it failed.</summary>
    public string? Target { get; }

    /// <summary>Whether it was written or was there already.</summary>
    public MlReceiveResult Result { get; }

    /// <summary>Why it failed; <see langword="null"/> when it did not.</summary>
    public MlOpsException? Error { get; }

    /// <summary>Whether the file is there.</summary>
    [MemberNotNullWhen(true, nameof(Target))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
