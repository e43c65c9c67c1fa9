using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlOps.Tests.Archives;

/// <summary>Data to compress, files of it by the runtime's own compressor, and their decompression by the reader.</summary>
internal static class GzipSample
{
    /// <summary>Data of every kind that deflate treats in another way, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Kinds { get; } = new Dictionary<string, byte[]>
    {
        ["empty"] = [],
        ["one byte"] = [7],
        ["tiny"] = "abcabcabc"u8.ToArray(),
        ["zeros"] = new byte[1_000_000],
        ["random"] = Random(500_000),
        ["text"] = Text(700_000),
        ["weights"] = Weights(150_000),
        ["overlaps"] = Overlaps(600_000),
        ["far matches"] = FarMatches(),
        ["mixed"] = [.. Text(100_000), .. Random(100_000), .. new byte[100_000], .. Weights(25_000), .. Overlaps(100_000)],
    };

    /// <summary>Bytes without any order, the same at every run.</summary>
    public static byte[] Random(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Words and numbers in lines.</summary>
    public static byte[] Text(int count)
    {
        var random = new Random(2);
        string[] words = ["epoch", "loss", "accuracy", "the", "of", "batch", "=", "step", "gradient", "learning", "rate"];
        var text = new StringBuilder();
        while (text.Length < count)
        {
            text.Append(words[random.Next(words.Length)]).Append(random.Next(8) == 0 ? '\n' : ' ').Append(random.Next(3) == 0 ? random.NextDouble() : 1);
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, count));
    }

    /// <summary>A model's weights, drawn from N(0, 0.02): hardly anything but literals.</summary>
    public static byte[] Weights(int count)
    {
        var random = new Random(3);
        var bytes = new byte[count * sizeof(float)];
        for (var i = 0; i < count; i++)
        {
            var weight = 0.02 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), (float)weight);
        }

        return bytes;
    }

    /// <summary>Bytes of which some come much more often than others, without any order, but for a repetition now and then.</summary>
    public static byte[] Skewed(int count, int seed)
    {
        var random = new Random(seed);
        var power = random.Next(1, 40);
        var between = random.Next(100, 20_000);
        var bytes = new List<byte>(count + 300);
        while (bytes.Count < count)
        {
            bytes.Add((byte)(256 * Math.Pow(random.NextDouble(), power)));
            if (random.Next(between) == 0)
            {
                var distance = random.Next(1, Math.Min(bytes.Count, 32_768) + 1);
                for (var length = random.Next(3, 259); length > 0; length--)
                {
                    bytes.Add(bytes[^distance]);
                }
            }
        }

        return [.. bytes];
    }

    /// <summary>Repetitions at every short distance, of every length.</summary>
    public static byte[] Overlaps(int count)
    {
        var random = new Random(4);
        var bytes = new List<byte>(count);
        while (bytes.Count < count)
        {
            var distance = random.Next(1, 45);
            for (var i = 0; i < distance; i++)
            {
                bytes.Add((byte)random.Next(256));
            }

            for (var length = random.Next(3, 600); length > 0; length--)
            {
                bytes.Add(bytes[^distance]);
            }
        }

        return [.. bytes.Take(count)];
    }

    /// <summary>Repetitions of random bytes just within the reach of matches, and at it.</summary>
    private static byte[] FarMatches()
    {
        var random = Random(40_000, 5);
        return [.. random.AsSpan(0, 32_768), .. random.AsSpan(0, 32_768), .. random.AsSpan(3, 300), .. random.AsSpan(200, 32_000), .. random.AsSpan(100, 32_000)];
    }

    /// <summary>Compresses.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data, int level = 6, ZLibCompressionStrategy strategy = ZLibCompressionStrategy.Default)
    {
        if (data.IsEmpty)
        {
            // The runtime writes nothing at all then, which is no gzip.
            return new DeflateWriter().Header(last: true, 1).Symbol(DeflateWriter.FixedLiterals, 256).ToGzip([]);
        }

        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = strategy }, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return file.ToArray();
    }

    /// <summary>Compresses in pieces, each of which begins a block of its own.</summary>
    public static byte[] CompressInBlocks(ReadOnlySpan<byte> data, int size)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (; !data.IsEmpty; data = data[Math.Min(size, data.Length)..])
            {
                gzip.Write(data[..Math.Min(size, data.Length)]);
                gzip.Flush();
            }
        }

        return file.ToArray();
    }

    /// <summary>Decompresses.</summary>
    public static byte[] Decompress(byte[] file, GzipPoint? start = null) =>
        Decompress(new MemoryStream(file[(int)((start?.CompressedBit ?? 0) / 8)..]), start);

    /// <summary>Decompresses.</summary>
    public static byte[] Decompress(Stream stream, GzipPoint? start = null)
    {
        var reader = new GzipReader(stream, start);
        var data = new MemoryStream();
        while (true)
        {
            Assert.Equal((start?.Position ?? 0) + data.Length, reader.Position);
            var piece = reader.Read();
            if (piece.IsEmpty)
            {
                return data.ToArray();
            }

            Assert.True(piece.Length <= 256 * 1024);
            data.Write(piece);
        }
    }

    /// <summary>What is wrong with a file.</summary>
    public static string FaultOf(byte[] file)
    {
        var exception = Assert.Throws<MlOpsException>(() => Decompress(file));
        Assert.Equal(ErrorCode.Corrupt, exception.Code);
        return exception.Message;
    }
}
