using FsCheck.Xunit;

namespace MlOps.Tests.Checksums;

public class CrcTests
{
    private static readonly (Crc Crc, ulong ReflectedPolynomial)[] s_all =
    [
        (Crc.Crc64Nvme, 0x9A6C9329AC4BC9B5),
        (Crc.Crc32C, 0x82F63B78),
        (Crc.Crc32, 0xEDB88320),
    ];

    // The catalogue of parametrised CRC algorithms (reveng.sourceforge.io) gives these of "123456789".
    [Fact]
    public void The_published_check_values_come_out()
    {
        Assert.Equal(0xCBF43926UL, Crc.Crc32.Append(0, "123456789"u8));
        Assert.Equal(0xE3069283UL, Crc.Crc32C.Append(0, "123456789"u8));
        Assert.Equal(0xAE8B14860A799888UL, Crc.Crc64Nvme.Append(0, "123456789"u8));
    }

    // RFC 3720, B.4, and the Linux kernel's and Spark's vectors for CRC-64/NVME, whose 4 KiB are long enough to be folded.
    [Fact]
    public void The_published_values_of_longer_inputs_come_out()
    {
        Assert.Equal(0x8A9136AAUL, Crc.Crc32C.Append(0, new byte[32]));
        Assert.Equal(0x62A8AB43UL, Crc.Crc32C.Append(0, Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794EUL, Crc.Crc32C.Append(0, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x6482D367EB22B64EUL, Crc.Crc64Nvme.Append(0, new byte[4096]));
        Assert.Equal(0xC0DDBA7302ECA3ACUL, Crc.Crc64Nvme.Append(0, Enumerable.Repeat((byte)0xFF, 4096).ToArray()));
    }

    [Fact]
    public void No_bytes_change_nothing() => Assert.All(s_all, each =>
    {
        Assert.Equal(0UL, each.Crc.Append(0, []));
        Assert.Equal(5UL, each.Crc.Append(5, []));
        Assert.Equal(5UL, each.Crc.Combine(5, 0, 0));
    });

    [Fact]
    public void Every_length_and_offset_agrees_with_a_check_bit_by_bit()
    {
        var bytes = RandomBytes(700);
        foreach (var (crc, polynomial) in s_all)
        {
            for (var offset = 0; offset < 70; offset += offset < 18 ? 1 : 17)
            {
                var slow = new SlowCrc(crc.Size, polynomial);
                for (var length = 0; length <= 600; length++)
                {
                    Assert.True(slow.Value == crc.Append(0, bytes.AsSpan(offset, length)), $"{crc.Size} bytes, {length} bytes from {offset}");
                    slow.Append(bytes[offset + length]);
                }
            }
        }
    }

    [Fact]
    public void Tables_alone_agree_with_folding()
    {
        var bytes = RandomBytes(100_003);
        foreach (var (crc, _) in s_all)
        {
            var mask = ulong.MaxValue >> (64 - (8 * crc.Size));
            foreach (var length in new[] { 63, 64, 65, 511, 512, 513, 767, 768, 1023, 4096, 65_535, bytes.Length })
            {
                Assert.Equal(crc.AppendByTables(mask, bytes.AsSpan(0, length)) ^ mask, crc.Append(0, bytes.AsSpan(0, length)));
            }
        }
    }

    [Property]
    public void Pieces_one_after_the_other_and_pieces_put_together_are_the_whole(int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[random.Next(5000)];
        random.NextBytes(bytes);
        foreach (var (crc, _) in s_all)
        {
            var (appended, combined) = (0UL, 0UL);
            for (var at = 0; at < bytes.Length;)
            {
                var piece = bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(random.Next(2) == 0 ? 40 : 1500)));
                appended = crc.Append(appended, piece);
                combined = crc.Combine(combined, crc.Append(0, piece), piece.Length);
                at += piece.Length;
            }

            Assert.Equal(crc.Append(0, bytes), appended);
            Assert.Equal(appended, combined);
        }
    }

    // The value over 2^40 zeros is the same whether it is doubled forty times or moved at once.
    [Fact]
    public void Checks_of_more_bytes_than_memory_has_are_put_together()
    {
        foreach (var (crc, _) in s_all)
        {
            var zeros = crc.Append(0, [0]);
            for (var i = 0; i < 40; i++)
            {
                zeros = crc.Combine(zeros, zeros, 1L << i);
            }

            var first = crc.Append(0, "before"u8);
            var inTwoSteps = crc.Combine(crc.Combine(first, zeros, 1L << 40), crc.Append(0, "after"u8), 5);
            var behind = crc.Combine(zeros, crc.Append(0, "after"u8), 5);
            Assert.Equal(inTwoSteps, crc.Combine(first, behind, (1L << 40) + 5));
        }
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Crc.Crc32.Combine(1, 2, -1));

    [Fact]
    public void Values_are_written_with_the_highest_byte_first_and_read_back()
    {
        Assert.Equal([0xCB, 0xF4, 0x39, 0x26], Crc.Crc32.ToBytes(0xCBF43926).ToArray());
        Assert.Equal([0xAE, 0x8B, 0x14, 0x86, 0x0A, 0x79, 0x98, 0x88], Crc.Crc64Nvme.ToBytes(0xAE8B14860A799888).ToArray());
        Assert.All(s_all, each =>
        {
            var value = each.Crc.Append(0, "some bytes"u8);
            Assert.Equal(each.Crc.Size, each.Crc.ToBytes(value).Length);
            Assert.Equal(value, each.Crc.FromBytes(each.Crc.ToBytes(value).Span));
            Assert.Throws<ArgumentOutOfRangeException>(() => each.Crc.FromBytes(new byte[each.Crc.Size + 1]));
        });
    }

    [Fact]
    public void An_algorithm_has_its_check_and_a_hash_has_none()
    {
        Assert.Same(Crc.Crc64Nvme, Crc.Of(ChecksumAlgorithm.Crc64Nvme));
        Assert.Same(Crc.Crc32C, Crc.Of(ChecksumAlgorithm.Crc32C));
        Assert.Same(Crc.Crc32, Crc.Of(ChecksumAlgorithm.Crc32));
        Assert.Null(Crc.Of(ChecksumAlgorithm.Sha256));
        Assert.Null(Crc.Of(ChecksumAlgorithm.Sha1));
        Assert.Null(Crc.Of(ChecksumAlgorithm.Md5));
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private sealed class SlowCrc(int size, ulong reflectedPolynomial)
    {
        private readonly ulong _mask = ulong.MaxValue >> (64 - (8 * size));
        private ulong _rest = ulong.MaxValue >> (64 - (8 * size));

        public ulong Value => _rest ^ _mask;

        public void Append(byte value)
        {
            _rest ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                _rest = (_rest & 1) == 0 ? _rest >> 1 : (_rest >> 1) ^ reflectedPolynomial;
            }
        }
    }
}
