namespace MlOps;

/// <summary>A checksum of content that passes from its beginning to its end: of any algorithm, of the whole or of its parts.</summary>
internal sealed class OrderedHash : IDisposable
{
    private readonly ObjectChecksum _like;
    private readonly ContentHash _hash;
    private readonly ContentHash? _ofParts;
    private long _inPart;

    /// <summary>Begins with nothing.</summary>
    /// <param name="like">What is computed in the same way.</param>
    public OrderedHash(ObjectChecksum like)
    {
        _like = like;
        _hash = ContentHash.Create(like.Algorithm);
        _ofParts = like.IsOfWhole ? null : ContentHash.Create(like.Algorithm);
    }

    /// <summary>How many bytes have passed.</summary>
    public long Position { get; private set; }

    /// <summary>The next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        while (_ofParts is not null && _inPart + bytes.Length > _like.PartSize)
        {
            var rest = (int)(_like.PartSize - _inPart);
            _hash.Append(bytes[..rest]);
            bytes = bytes[rest..];
            EndPart();
        }

        _hash.Append(bytes);
        _inPart += bytes.Length;
    }

    /// <summary>Whether what has passed has the checksum.</summary>
    public bool Matches()
    {
        if (_ofParts is null)
        {
            return _hash.Finish().Span.SequenceEqual(_like.Value.Span);
        }

        EndPart();
        return _ofParts.Finish().Span.SequenceEqual(_like.Value.Span);
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _hash.Finish();
        _ofParts?.Finish();
        (Position, _inPart) = (0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        _ofParts?.Dispose();
    }

    private void EndPart()
    {
        _ofParts!.Append(_hash.Finish().Span);
        _inPart = 0;
    }
}
