namespace MlOps;

/// <summary>A reflected cyclic redundancy check of 32 or 64 bits.</summary>
public sealed class Crc
{
    private readonly ulong[] _table = new ulong[256];
    private readonly ulong _mask;

    private Crc(int bytes, ulong reflectedPolynomial)
    {
        Size = bytes;
        _mask = bytes == 8 ? ulong.MaxValue : (1UL << (8 * bytes)) - 1;
        for (var i = 0; i < _table.Length; i++)
        {
            var rest = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                rest = (rest >> 1) ^ ((rest & 1) * reflectedPolynomial);
            }

            _table[i] = rest;
        }
    }

    /// <summary>CRC-64/NVME.</summary>
    public static Crc Crc64Nvme { get; } = new(8, 0x9A6C9329AC4BC9B5);

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static Crc Crc32C { get; } = new(4, 0x82F63B78);

    /// <summary>CRC-32 (ISO-HDLC), as in gzip.</summary>
    public static Crc Crc32 { get; } = new(4, 0xEDB88320);

    /// <summary>How many bytes a value has.</summary>
    public int Size { get; }

    /// <summary>Goes on with a check.</summary>
    /// <param name="crc">The value of the bytes before; zero at the beginning.</param>
    /// <param name="bytes">The next bytes.</param>
    /// <returns>The value of all of them.</returns>
    public ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        crc ^= _mask;
        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ _table[(byte)crc ^ value];
        }

        return crc ^ _mask;
    }
}
