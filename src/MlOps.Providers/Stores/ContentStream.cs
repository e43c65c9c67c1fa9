using System.Runtime.CompilerServices;

namespace MlOps.Providers.Stores;

/// <summary>The bytes of an answer, straight from the connection. It throws when they end early, and when none come for too long.</summary>
/// <param name="answer">The answer, which is disposed of with the stream.</param>
/// <param name="content">Its body.</param>
/// <param name="length">How many bytes there have to be.</param>
/// <param name="longestSilence">How long to wait for the next byte.</param>
/// <param name="name">What is read, for an error.</param>
internal sealed class ContentStream(HttpResponseMessage answer, Stream content, long length, TimeSpan longestSilence, string name) : ForwardStream
{
    private readonly CancellationTokenSource _silence = new();
    private long _left = length;

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
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("It is read asynchronously.");

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
            throw new IOException($"No byte of {name} came for {longestSilence.TotalSeconds:0} seconds.");
        }
        finally
        {
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private int Count(int read)
    {
        _left -= read;
        return read > 0 ? read : throw new IOException($"The connection ended {_left} bytes before the end of {name}.");
    }
}
