namespace MlOps;

/// <summary>A range of an object as one stream: where a connection breaks, it goes on at that very byte with another one.</summary>
internal sealed class SourceStream : ForwardStream
{
    private const int Tries = 8;

    private readonly IObjectStore _store;
    private readonly StoredObject _object;
    private readonly long _end;
    private readonly AdaptiveGate? _gate;
    private readonly Patience _patience;
    private ObjectContent? _content;
    private long _position;

    private SourceStream(IObjectStore store, StoredObject source, long offset, long length, AdaptiveGate? gate, TimeProvider clock)
    {
        _store = store;
        _object = source;
        _position = offset;
        _end = offset + length;
        _gate = gate;
        _patience = new(Tries, clock);
    }

    /// <summary>The checksums that came with the first answer.</summary>
    public IReadOnlyList<ObjectChecksum> Checksums { get; private set; } = [];

    /// <summary>Opens a range of an object.</summary>
    /// <param name="store">The store.</param>
    /// <param name="source">The object.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="gate">Is told when the store asks to slow down, and how many bytes come; <see langword="null"/> for nobody.</param>
    /// <param name="clock">Measures the pauses between tries.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The bytes. It ends after exactly the length, or throws.</returns>
    /// <exception cref="MlOpsException">The object has changed or is gone, or the store cannot be read.</exception>
    public static async Task<SourceStream> OpenAsync(IObjectStore store, StoredObject source, long offset, long length, AdaptiveGate? gate, TimeProvider clock, CancellationToken cancellationToken)
    {
        var stream = new SourceStream(store, source, offset, length, gate, clock);
        while (!await stream.ConnectAsync(cancellationToken).ConfigureAwait(false))
        {
            // Each failed try has waited already.
        }

        return stream;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, _end - _position)];
        while (!wanted.IsEmpty)
        {
            if (_content is not null || await ConnectAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    var read = await _content!.Stream.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        throw new IOException($"The connection ended {_end - _position} bytes too early.");
                    }

                    _position += read;
                    _patience.Progress();
                    _gate?.Count(read);
                    return read;
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    await CloseAsync().ConfigureAwait(false);
                    await WaitAsync(e, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("It is read asynchronously.");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Stream.Dispose();
            _content = null;
        }

        base.Dispose(disposing);
    }

    private async ValueTask<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            _content = await _store.OpenAsync(_object, _position, _end - _position, cancellationToken).ConfigureAwait(false);
            Checksums = Checksums.Count > 0 ? Checksums : _content.Checksums;
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await WaitAsync(e, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Waits before the next try, or throws when there is none.</summary>
    private async ValueTask WaitAsync(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is MlOpsException { Code: ErrorCode.Throttled })
        {
            _gate?.SlowDown();
        }

        if (!await _patience.WaitAsync(exception, cancellationToken).ConfigureAwait(false))
        {
            throw exception is MlOpsException
                ? exception
                : new MlOpsException(ErrorCode.ProviderError, $"'{TerminalText.Clean(_object.Location.ToString())}' could not be read to its end: {exception.Message}", "Try again: what is there already is not transferred twice.", _object.Location.ToString(), exception);
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_content is { } content)
        {
            _content = null;
            try
            {
                await content.DisposeAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // It is broken already.
            }
        }
    }
}
