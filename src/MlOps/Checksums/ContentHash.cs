using System.Security.Cryptography;

namespace MlOps;

/// <summary>Computes a checksum of bytes that pass by. For one thread at a time.</summary>
public sealed class ContentHash : IDisposable
{
    private readonly Crc? _crc;
    private readonly IncrementalHash? _hash;
    private ulong _value;

    private ContentHash(Crc crc) => _crc = crc;

    private ContentHash(IncrementalHash hash) => _hash = hash;

    /// <summary>Begins a checksum.</summary>
    /// <param name="algorithm">How it is computed.</param>
    /// <returns>The checksum of no bytes yet.</returns>
    public static ContentHash Create(ChecksumAlgorithm algorithm) =>
        Crc.Of(algorithm) is { } crc ? new(crc) : new ContentHash(IncrementalHash.CreateHash(NameOf(algorithm)));

    /// <summary>Goes on with the next bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_crc is not null)
        {
            _value = _crc.Append(_value, bytes);
        }
        else
        {
            _hash!.AppendData(bytes);
        }
    }

    /// <summary>Ends the checksum. The next one begins with what is appended then.</summary>
    /// <returns>The value of all bytes; a CRC with its highest byte first.</returns>
    public ReadOnlyMemory<byte> Finish()
    {
        if (_crc is null)
        {
            return _hash!.GetHashAndReset();
        }

        var value = _crc.ToBytes(_value);
        _value = 0;
        return value;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();

    private static HashAlgorithmName NameOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        ChecksumAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        ChecksumAlgorithm.Md5 => HashAlgorithmName.MD5,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };
}
