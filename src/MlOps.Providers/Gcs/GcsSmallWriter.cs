namespace MlOps.Providers.Gcs;

/// <summary>Writes an object in one request, which carries its checksum: its bytes are kept in memory until then.</summary>
/// <param name="upload">The object.</param>
internal sealed class GcsSmallWriter(GcsUpload upload) : IObjectWriter
{
    /// <summary>The largest object that is written so.</summary>
    public const long Largest = 8 << 20;

    private byte[]? _buffer;
    private int _filled;

    /// <inheritdoc/>
    public IReadOnlyList<ObjectPart> Parts { get; } = [new(0, upload.Target.Size)];

    /// <inheritdoc/>
    public ChecksumAlgorithm? Wanted => ChecksumAlgorithm.Crc32C;

    private int Size => (int)upload.Target.Size;

    /// <inheritdoc/>
    public long Held => upload.Target.Size;

    /// <inheritdoc/>
    public long Done(int part) => _filled;

    /// <inheritdoc/>
    public async Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        if (_filled == Size)
        {
            return;
        }

        _buffer ??= HeldMemory.Pool.Rent(Size);
        var source = await open(_filled, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            while (_filled < Size)
            {
                var read = await source.ReadAsync(_buffer.AsMemory(_filled, Size - _filled), cancellationToken).ConfigureAwait(false);
                _filled += read > 0 ? read : throw new EndOfStreamException($"The content ends after {_filled} bytes of {Size}.");
            }
        }
    }

    /// <inheritdoc/>
    public Stream? ReadBack(long offset, long length) => null;

    /// <inheritdoc/>
    public async Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        if (_filled < Size)
        {
            throw new InvalidOperationException("The object is not written yet.");
        }

        try
        {
            var wanted = GcsUpload.Text(checksum);
            var made = await upload.Service.InsertAsync(upload.Target.Location, upload.Metadata with { Crc32c = wanted }, _buffer.AsMemory(0, Size), cancellationToken).ConfigureAwait(false);
            return await upload.TakeAsync(made, wanted, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt || upload.IsOfChecksum(e))
        {
            _filled = 0;
            throw e.Code == ErrorCode.Corrupt ? e : upload.Corrupt("other bytes than were meant", e);
        }
    }

    /// <inheritdoc/>
    public Task AbandonAsync(CancellationToken cancellationToken)
    {
        _filled = 0;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _filled = 0;
            HeldMemory.Pool.Return(buffer);
        }

        return ValueTask.CompletedTask;
    }
}
