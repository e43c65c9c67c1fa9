namespace MlOps;

/// <summary>Takes the members that an <see cref="ArchivePass"/> finds, in the order of the archive.</summary>
internal interface IMemberReceiver
{
    /// <summary>A member begins.</summary>
    /// <param name="member">The member.</param>
    /// <returns>What takes its content, on the thread that writes; <see langword="null"/> when it is not wanted.</returns>
    IContentWriter? Begin(ArchiveMember member);

    /// <summary>A member is through.</summary>
    /// <param name="member">The member, with its CRC.</param>
    void End(ArchiveMember member);
}
