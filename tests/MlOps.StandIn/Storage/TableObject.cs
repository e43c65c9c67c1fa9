using System.Buffers.Binary;

namespace MlOps.StandIn.Storage;

/// <summary>One version of an object. Does not change.</summary>
public sealed class TableObject
{
    private readonly Lazy<string> _eTag;
    private readonly Lazy<string?> _checksum;

    internal TableObject(string key, long generation, Blob content, BlobSums sums, ObjectDraft draft, DateTimeOffset now)
    {
        (Key, Generation, Content, Sums, Draft) = (key, generation, content, sums, draft);

        // The clouds know no more than milliseconds, and HTTP no more than seconds.
        var time = draft.LastModified ?? now;
        LastModified = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
        _eTag = new(() => draft.ETag ?? MakeETag());
        _checksum = new(() => draft.Checksum is not { } algorithm ? null
            : !draft.IsChecksumComposite ? Convert.ToBase64String(sums[algorithm])
            : $"{Convert.ToBase64String(OfParts(algorithm))}-{Parts.Count}");
    }

    /// <summary>Its key.</summary>
    public string Key { get; }

    /// <summary>What distinguishes it from all other versions in the table: later ones have greater numbers.</summary>
    public long Generation { get; }

    /// <summary>Its bytes.</summary>
    public Blob Content { get; }

    /// <summary>Checksums of its bytes.</summary>
    public BlobSums Sums { get; }

    /// <summary>What it is beside its bytes.</summary>
    public ObjectDraft Draft { get; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>S3: without quotation marks.</summary>
    public string ETag => _eTag.Value;

    /// <summary>S3: the checksum that is kept of it, as S3 writes it; null for none.</summary>
    public string? Checksum => _checksum.Value;

    /// <summary>S3: what <c>versionId</c> names.</summary>
    public string VersionId => Generation.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Its parts in their order; one, when it was not uploaded in parts.</summary>
    public IReadOnlyList<ObjectPart> Parts
    {
        get
        {
            if (Draft.PartSizes.Count == 0)
            {
                return [new(0, Content.Length)];
            }

            var parts = new ObjectPart[Draft.PartSizes.Count];
            var offset = 0L;
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = new(offset, Draft.PartSizes[i]);
                offset += Draft.PartSizes[i];
            }

            return parts;
        }
    }

    /// <summary>The checksum of checksums of parts.</summary>
    private byte[] OfParts(ChecksumAlgorithm algorithm)
    {
        using var all = ContentHash.Create(algorithm);
        foreach (var part in Parts)
        {
            all.Append(BlobSums.Compute(Content, algorithm, part.Offset, part.Length));
        }

        return all.Finish().ToArray();
    }

    private string MakeETag()
    {
        if (Draft.Encryption == ObjectEncryption.Kms)
        {
            // As long as an MD5, and none.
            Span<byte> id = stackalloc byte[16];
            BinaryPrimitives.WriteInt64BigEndian(id, Generation);
            BinaryPrimitives.WriteInt64BigEndian(id[8..], (Generation * 0x5DEECE66D) ^ Content.Length);
            return Convert.ToHexStringLower(id);
        }

        return Draft.PartSizes.Count == 0 ? Convert.ToHexStringLower(Sums[ChecksumAlgorithm.Md5]) : $"{Convert.ToHexStringLower(OfParts(ChecksumAlgorithm.Md5))}-{Draft.PartSizes.Count}";
    }
}
