namespace MlOps.Providers.Gcs;

/// <summary>
/// The CRC-32C of bytes that are sent, known at every block's boundary: a service that stored less than it was sent is gone on with from such a boundary, and the check with it.
/// Four bytes are kept of each block.
/// </summary>
internal sealed class GcsRunningSum
{
    /// <summary>The size of what the service stores at once: a piece that is not the last has a multiple of it.</summary>
    public const int Block = 256 << 10;

    private readonly List<uint> _atBlock = [0];
    private bool _known = true;
    private ulong _value;
    private long _at;

    /// <summary>The check of all bytes that were appended; <see langword="null"/> when not all have passed here.</summary>
    /// <param name="length">How many bytes there have to be.</param>
    /// <returns>The check.</returns>
    public ulong? Of(long length) => _known && _at == length ? _value : null;

    /// <summary>Begins anew, with nothing.</summary>
    public void Reset()
    {
        _atBlock.RemoveRange(1, _atBlock.Count - 1);
        (_known, _value, _at) = (true, 0, 0);
    }

    /// <summary>Goes on with the check.</summary>
    /// <param name="offset">Where the bytes begin. They may have been appended before.</param>
    /// <param name="bytes">The bytes, up to a block's boundary at most.</param>
    public void Append(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset != _at)
        {
            var block = offset / Block;
            _known = offset % Block == 0 && block < _atBlock.Count;
            _value = _known ? _atBlock[(int)block] : 0;
        }

        if (!_known)
        {
            _at = offset + bytes.Length;
            return;
        }

        _value = Crc.Crc32C.Append(_value, bytes);
        _at = offset + bytes.Length;
        if (_at % Block == 0)
        {
            var block = (int)(_at / Block);
            if (block < _atBlock.Count)
            {
                _atBlock[block] = (uint)_value;
            }
            else
            {
                _atBlock.Add((uint)_value);
            }
        }
    }
}
