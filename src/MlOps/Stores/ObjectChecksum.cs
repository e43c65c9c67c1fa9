namespace MlOps;

/// <summary>What a store says that an object's bytes amount to.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Value">The checksum; a CRC with its highest byte first, as both clouds write it.</param>
public sealed record ObjectChecksum(ChecksumAlgorithm Algorithm, ReadOnlyMemory<byte> Value)
{
    /// <summary>
    /// Zero for a checksum of the whole object. Else the checksum is that of the checksums of the object's parts in their order (S3: "composite", and the ETag of an object that was uploaded in
    /// parts), and every part but the last has this many bytes.
    /// </summary>
    public long PartSize { get; init; }

    /// <summary>Whether it is one of the whole object.</summary>
    public bool IsOfWhole => PartSize == 0;

    /// <summary>Whether it can be put together of those of any parts that the content is cut into.</summary>
    public bool IsAddable => IsOfWhole && Crc.Of(Algorithm) is not null;

    /// <summary>Whether two checksums say the same. Records compare memory by place, not by content.</summary>
    /// <param name="other">The other one.</param>
    /// <returns><see langword="true"/> when algorithm, parts and value are equal.</returns>
    public bool Equals(ObjectChecksum? other) =>
        other is not null && Algorithm == other.Algorithm && PartSize == other.PartSize && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Algorithm);
        hash.Add(PartSize);
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} {Convert.ToBase64String(Value.Span)}";
}
