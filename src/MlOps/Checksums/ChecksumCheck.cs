using System.Buffers;

namespace MlOps;

/// <summary>Computes the checksum of content that is at hand, to be held against the one that a store says.</summary>
public static class ChecksumCheck
{
    // Large enough that opening a range costs nothing beside reading it, small enough that a file of a few hundred megabytes keeps every worker busy to the end.
    private const long RangeSize = 16 << 20;
    private const int BufferSize = 256 << 10;
    private const int Workers = 4;

    /// <summary>
    /// Computes the checksum in the algorithm and part layout of another one. Parts, and ranges where a check can be put together of theirs, are read side by side; the reads are synchronous, on
    /// threads of the pool.
    /// </summary>
    /// <param name="like">The checksum that it will be held against. Its value does not matter here.</param>
    /// <param name="openRange">Opens the content at an offset, for a number of bytes. May be called from several threads at once; the streams are disposed of.</param>
    /// <param name="size">The content's size in bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The value.</returns>
    /// <exception cref="EndOfStreamException">There are fewer bytes than said.</exception>
    public static async Task<ReadOnlyMemory<byte>> ComputeAsync(ObjectChecksum like, Func<long, long, Stream> openRange, long size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(like);
        ArgumentNullException.ThrowIfNull(openRange);
        var crc = Crc.Of(like.Algorithm);
        var rangeSize = (like.IsOfWhole, crc) switch
        {
            (false, _) => like.PartSize,
            (true, null) => Math.Max(1, size),
            (true, _) => RangeSize,
        };
        var ranges = ObjectPart.Cut(size, rangeSize);
        var values = new ReadOnlyMemory<byte>[ranges.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Workers, Environment.ProcessorCount), CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ranges.Count, options, (i, token) =>
        {
            values[i] = HashRange(like.Algorithm, openRange, ranges[i], token);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        if (!like.IsOfWhole)
        {
            return HashOf(like.Algorithm, values);
        }

        return crc is null ? values[0] : Join(crc, ranges, values);
    }

    private static ReadOnlyMemory<byte> HashRange(ChecksumAlgorithm algorithm, Func<long, long, Stream> openRange, ObjectPart range, CancellationToken cancellationToken)
    {
        using var hash = ContentHash.Create(algorithm);
        if (range.Length == 0)
        {
            return hash.Finish();
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, range.Length));
        try
        {
            using var stream = openRange(range.Offset, range.Length);
            for (var left = range.Length; left > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                if (read == 0)
                {
                    throw new EndOfStreamException($"The content ends at byte {range.Offset + range.Length - left}, {left} bytes before the end of a range.");
                }

                hash.Append(buffer.AsSpan(0, read));
                left -= read;
            }

            return hash.Finish();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlyMemory<byte> HashOf(ChecksumAlgorithm algorithm, ReadOnlyMemory<byte>[] values)
    {
        using var hash = ContentHash.Create(algorithm);
        foreach (var value in values)
        {
            hash.Append(value.Span);
        }

        return hash.Finish();
    }

    private static ReadOnlyMemory<byte> Join(Crc crc, IReadOnlyList<ObjectPart> ranges, ReadOnlyMemory<byte>[] values)
    {
        var all = 0UL;
        for (var i = 0; i < values.Length; i++)
        {
            all = crc.Combine(all, crc.FromBytes(values[i].Span), ranges[i].Length);
        }

        return crc.ToBytes(all);
    }
}
