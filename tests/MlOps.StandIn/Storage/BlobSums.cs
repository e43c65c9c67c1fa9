namespace MlOps.StandIn.Storage;

/// <summary>The checksums of some bytes: computed when one is asked for first, and kept.</summary>
/// <param name="content">The bytes.</param>
public sealed class BlobSums(Blob content)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChecksumAlgorithm, byte[]> _known = [];

    /// <summary>A checksum; a CRC with its highest byte first.</summary>
    public byte[] this[ChecksumAlgorithm algorithm]
    {
        get
        {
            lock (_gate)
            {
                if (!_known.TryGetValue(algorithm, out var value))
                {
                    _known[algorithm] = value = Compute(content, algorithm, 0, content.Length);
                }

                return value;
            }
        }
    }

    /// <summary>Whether a checksum can be had without reading the bytes.</summary>
    public bool Knows(ChecksumAlgorithm algorithm)
    {
        lock (_gate)
        {
            return _known.ContainsKey(algorithm);
        }
    }

    /// <summary>Keeps what was computed already.</summary>
    public void Know(ChecksumAlgorithm algorithm, byte[] value)
    {
        lock (_gate)
        {
            _known[algorithm] = value;
        }
    }

    /// <summary>The checksum of a range.</summary>
    public static byte[] Compute(Blob content, ChecksumAlgorithm algorithm, long offset, long length)
    {
        using var hash = ContentHash.Create(algorithm);
        using var reader = content.Open();
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, 256 * 1024));
        for (var done = 0L; done < length;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done));
            reader.Read(offset + done, piece);
            hash.Append(piece);
            done += piece.Length;
        }

        return hash.Finish().ToArray();
    }
}
