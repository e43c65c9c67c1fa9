namespace MlOps;

/// <summary>Takes what a <see cref="TarReader"/> finds, in the order of the archive.</summary>
internal interface ITarSink
{
    /// <summary>A header begins at the next byte, the first of those that belong to one member; or what ends the archive.</summary>
    /// <param name="position">Where it begins in the archive.</param>
    void Headers(long position);

    /// <summary>Said between <see cref="Headers"/> and <see cref="Begin"/> when what the headers say of a name, size or time holds for every member after them.</summary>
    void Rule();

    /// <summary>The headers of a member are through. Folders have none of this.</summary>
    /// <param name="member">The member.</param>
    void Begin(ArchiveMember member);

    /// <summary>The next bytes of the member's content, if it has any.</summary>
    /// <param name="position">Where they begin in the archive.</param>
    /// <param name="content">The bytes.</param>
    void Content(long position, ReadOnlySpan<byte> content);

    /// <summary>The member's content is through.</summary>
    void End();
}
