using System.Runtime.CompilerServices;

namespace MlOps.Providers.Gcs;

/// <summary>The bytes of an answer, straight from the connection. It throws when they end early, and when none come for too long.</summary>
/// <param name="answer">The answer, which is disposed of with the stream.</param>
/// <param name="content">Its body.</param>
/// <param name="length">How many bytes there have to be.</param>
/// <param name="longestSilence">How long to wait for the next byte.</param>
/// <param name="name">What is read, for an error.</param>
internal sealed class GcsContentStream(HttpResponseMessage answer, Stream content, long length, TimeSpan longestSilence, string name) : Stream
{
    private readonly CancellationTokenSource _silence = new();
    private long _left = length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 || buffer.Length == 0)
        {
            return new(0);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var reading = content.ReadAsync(buffer.Length > _left ? buffer[..(int)_left] : buffer, _silence.Token);
        return reading.IsCompletedSuccessfully ? new(Count(reading.Result)) : WaitAsync(reading, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            answer.Dispose();
            _silence.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> reading, CancellationToken cancellationToken)
    {
        _silence.CancelAfter(longestSilence);
        try
        {
            using (cancellationToken.UnsafeRegister(static silence => ((CancellationTokenSource)silence!).Cancel(), _silence))
            {
                return Count(await reading.ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (_silence.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"Cloud Storage sent no byte of {name} for {longestSilence.TotalSeconds:0} seconds.");
        }
        finally
        {
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private int Count(int read)
    {
        _left -= read;
        return read > 0 ? read : throw new IOException($"The connection to Cloud Storage ended {_left} bytes before the end of {name}.");
    }
}
