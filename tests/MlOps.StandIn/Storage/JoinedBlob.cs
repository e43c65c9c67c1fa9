namespace MlOps.StandIn.Storage;

/// <summary>Several blobs one after the other: the parts of an upload.</summary>
public sealed class JoinedBlob : Blob
{
    private readonly Blob[] _parts;
    private readonly long[] _ends;

    /// <summary>Joins blobs. Those that are joined themselves are taken apart.</summary>
    public JoinedBlob(IEnumerable<Blob> parts)
    {
        _parts = [.. parts.SelectMany(part => part is JoinedBlob joined ? joined._parts : [part]).Where(part => part.Length > 0)];
        _ends = new long[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            Length += _parts[i].Length;
            _ends[i] = Length;
        }
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override BlobReader Open() => new Reader(_parts, _ends);

    private sealed class Reader(Blob[] parts, long[] ends) : BlobReader
    {
        private int _open = -1;
        private BlobReader? _reader;

        public override void Read(long offset, Span<byte> destination)
        {
            while (destination.Length > 0)
            {
                var place = Array.BinarySearch(ends, offset);
                place = place < 0 ? ~place : place + 1;
                if (place != _open)
                {
                    _reader?.Dispose();
                    _reader = parts[place].Open();
                    _open = place;
                }

                var count = (int)Math.Min(destination.Length, ends[place] - offset);
                _reader!.Read(offset - (ends[place] - parts[place].Length), destination[..count]);
                destination = destination[count..];
                offset += count;
            }
        }

        protected override void Dispose(bool disposing)
        {
            _reader?.Dispose();
            base.Dispose(disposing);
        }
    }
}
