namespace MlOps;

/// <summary>Shows what is read of a stream to somebody as it passes.</summary>
/// <param name="inner">The stream.</param>
/// <param name="seen">Is shown the bytes, in their order.</param>
internal sealed class PassingStream(Stream inner, Action<ReadOnlyMemory<byte>> seen) : ForwardStream
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        seen(buffer[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("It is read asynchronously.");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
