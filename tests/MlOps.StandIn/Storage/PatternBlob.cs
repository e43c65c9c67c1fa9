namespace MlOps.StandIn.Storage;

/// <summary>Any number of bytes that need next to no memory: random ones that repeat after a prime number of bytes, so that no two ranges of a usual size are alike.</summary>
public sealed class PatternBlob : Blob
{
    private const int Period = 1_048_573;
    private readonly byte[] _pattern = new byte[Period];

    /// <summary>Makes a blob.</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="seed">The same seed makes the same bytes.</param>
    public PatternBlob(long length, int seed = 1)
    {
        Length = length;
#pragma warning disable CA5394 // Test data.
        new Random(seed).NextBytes(_pattern);
#pragma warning restore CA5394
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override BlobReader Open() => new Reader(_pattern);

    private sealed class Reader(byte[] pattern) : BlobReader
    {
        public override void Read(long offset, Span<byte> destination)
        {
            while (destination.Length > 0)
            {
                var from = pattern.AsSpan((int)(offset % Period));
                var count = Math.Min(from.Length, destination.Length);
                from[..count].CopyTo(destination);
                destination = destination[count..];
                offset += count;
            }
        }
    }
}
