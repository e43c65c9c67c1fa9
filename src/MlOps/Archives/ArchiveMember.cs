namespace MlOps;

/// <summary>What an archive has below one name.</summary>
public sealed record ArchiveMember
{
    /// <summary>The name as the archive has it, with forward slashes and without a leading <c>./</c>. Whoever writes it to disk sends it through <see cref="SafePath"/> first.</summary>
    public required string Path { get; init; }

    /// <summary>How many bytes of content the archive has of it.</summary>
    public required long Size { get; init; }

    /// <summary>When it was last written; <see langword="default"/> when the archive does not say.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>Where its headers begin in the decompressed archive.</summary>
    public required long HeaderOffset { get; init; }

    /// <summary>Where its content begins in the decompressed archive.</summary>
    public required long Offset { get; init; }

    /// <summary>The CRC-64/NVME of its content; <see langword="null"/> as long as that has not been read, and when there is a <see cref="Fault"/>.</summary>
    public ulong? Crc { get; init; }

    /// <summary>Why it is not a file that can be fetched, to follow its name: <c>it is a symbolic link to 'x'</c>. <see langword="null"/> for a file.</summary>
    public string? Fault { get; init; }

    /// <summary>The name.</summary>
    /// <returns><see cref="Path"/>.</returns>
    public override string ToString() => Path;
}
