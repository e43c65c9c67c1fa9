namespace MlOps.Providers.S3;

/// <summary>The body of an answer. It ends with an error when it is shorter or longer than it should be, or nothing comes for too long.</summary>
/// <param name="response">The answer.</param>
/// <param name="content">Its body.</param>
/// <param name="length">How many bytes it should have.</param>
/// <param name="patience">How long nothing may come.</param>
internal sealed class S3ContentStream(HttpResponseMessage response, Stream content, long length, TimeSpan patience) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(patience);
        try
        {
            return Count(await content.ReadAsync(buffer, silence.Token).ConfigureAwait(false), buffer.Length);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"Nothing came from S3 for {patience.TotalSeconds:0} seconds.", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Closes the connection, unless everything has been read.
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int asked)
    {
        _read += read;
        return _read > length ? throw new IOException($"S3 sent more than the {length} bytes that were asked for.")
            : read == 0 && asked > 0 && _read < length ? throw new IOException($"The connection was lost after {_read} of {length} bytes.")
            : read;
    }
}
