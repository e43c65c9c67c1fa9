namespace MlOps.Providers.S3;

/// <summary>Writes a small object: its content is kept in memory until its checksum is known, and sent with it.</summary>
/// <param name="client">S3.</param>
/// <param name="dialect">Whether S3 knows the checksum.</param>
/// <param name="target">The object to be.</param>
internal sealed class S3SmallWriter(S3Client client, S3Dialect dialect, NewObject target) : IObjectWriter
{
    private byte[]? _buffer;

    /// <inheritdoc/>
    public IReadOnlyList<ObjectPart> Parts { get; } = [new(0, target.Size)];

    /// <inheritdoc/>
    public ChecksumAlgorithm? Wanted => ChecksumAlgorithm.Crc64Nvme;

    /// <inheritdoc/>
    public long Held => target.Size;

    /// <inheritdoc/>
    public long Done(int part) => _buffer is null ? 0 : target.Size;

    /// <inheritdoc/>
    public async Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        if (_buffer is not null)
        {
            return;
        }

        var buffer = HeldMemory.Pool.Rent((int)target.Size);
        try
        {
            await using var source = await open(0, cancellationToken).ConfigureAwait(false);
            await source.ReadExactlyAsync(buffer.AsMemory(0, (int)target.Size), cancellationToken).ConfigureAwait(false);
            _buffer = buffer;
        }
        finally
        {
            if (_buffer is null)
            {
                HeldMemory.Pool.Return(buffer);
            }
        }
    }

    /// <inheritdoc/>
    public Stream? ReadBack(long offset, long length) => null;

    /// <inheritdoc/>
    public async Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        var content = _buffer?.AsMemory(0, (int)target.Size) ?? (target.Size == 0 ? default : throw new InvalidOperationException("The content has not been written."));
        var (version, made) = await dialect.TryAsync(isSummed => PutAsync(content, isSummed ? checksum : null, cancellationToken)).ConfigureAwait(false);

        // Only now: a request that was broken off may still be looking at it.
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            HeldMemory.Pool.Return(buffer);
        }

        return await S3Written.CheckAsync(client, target, version, made, checksum, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task AbandonAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Without a checksum it is the MD5 that S3 holds the content against, as it always did.
    private Task<(string Version, string Crc64Nvme)> PutAsync(ReadOnlyMemory<byte> content, ObjectChecksum? checksum, CancellationToken cancellationToken) => client.AskAsync(
        new(HttpMethod.Put, "PutObject", target.Location)
        {
            Headers = checksum is null ? [] : [("x-amz-checksum-crc64nvme", Convert.ToBase64String(checksum.Value.Span)), ("x-amz-sdk-checksum-algorithm", "CRC64NVME")],
            Body = new S3Body.OfMemory(content) { ContentEncoding = target.ContentEncoding, Md5 = checksum is null ? Md5(content) : default },
        },
        (response, _) => (S3Headers.ETag(response), S3Document.Crc64Nvme(S3Headers.Find(response.Headers, "x-amz-checksum-crc64nvme"))),
        cancellationToken);

    private static ReadOnlyMemory<byte> Md5(ReadOnlyMemory<byte> content)
    {
        using var hash = ContentHash.Create(ChecksumAlgorithm.Md5);
        hash.Append(content.Span);
        return hash.Finish();
    }
}
