using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace MlOps.Benchmarks.Archive;

/// <summary>Makes a <c>model.tar.gz</c> as a training job leaves one: weights of float32 drawn from N(0, 0.02), which deflate takes to 92 %, and event files spread through it.</summary>
internal static class WeightsArchive
{
    private const int WeightsSize = 20 << 20;
    private const int LogSize = 210 << 10;

    /// <summary>Writes the archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The bytes of all members together, about.</param>
    /// <returns>How many event files it has.</returns>
    public static int Make(string path, long size)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var pairs = (int)(size / (WeightsSize + LogSize));
        using var file = File.Create(path);

        // The level of gzip and of Python's tarfile when nobody says another is 6 and 9; the data is all literals, so that it makes no difference to who reads it.
        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        var weights = new float[WeightsSize / sizeof(float)];
        for (var i = 0; i < pairs; i++)
        {
            var seed = i;
            Parallel.For(0, 16, slice =>
            {
                var random = new Random((seed * 16) + slice);
                var part = weights.AsSpan(slice * (weights.Length / 16), weights.Length / 16);
                for (var at = 0; at < part.Length; at++)
                {
                    part[at] = (float)(0.02 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
                }
            });
            Add($"shards/model-{i:000}.bin", MemoryMarshal.AsBytes(weights.AsSpan()).ToArray());
            Add($"logs/run-{i % 4}/events.out.tfevents.{i:000}", Log(i));
        }

        return pairs;

        void Add(string name, byte[] content) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }

    private static byte[] Log(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < LogSize)
        {
            text.Append("step=").Append(text.Length).Append(" loss=").Append(random.NextDouble()).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, LogSize));
    }
}
