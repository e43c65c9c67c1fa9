using System.Net.Http.Headers;
using MlOps.Providers.Google;

namespace MlOps.Providers.Gcs;

/// <summary>
/// One object that is written in a session: bytes are stored as they arrive, and whoever knows the session's address goes on where they end. The object is there with its last byte and not before.
/// For one call at a time.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="location">The object to be.</param>
/// <param name="metadata">What it is to be.</param>
/// <param name="size">Its size in bytes.</param>
/// <param name="changed">Is called when the session's address has changed.</param>
internal sealed class GcsSession(GcsService service, ObjectLocation location, GcsMetadata metadata, long size, Action changed)
{
    private readonly GcsRunningSum _sum = new();

    // After a failure only the service knows how far it is.
    private bool _isCertain;

    /// <summary>The object to be.</summary>
    public ObjectLocation Location => location;

    /// <summary>The session's address, which is a secret; <see langword="null"/> before it is begun.</summary>
    public Uri? Address { get; private set; }

    /// <summary>How many bytes at the front are stored, as far as is known.</summary>
    public long Stored { get; private set; }

    /// <summary>The object, once it is there.</summary>
    public GcsObject? Object { get; private set; }

    /// <summary>The CRC-32C of what was sent; <see langword="null"/> when a part of it was sent by an earlier run.</summary>
    public ulong? Sum => _sum.Of(size);

    /// <summary>Takes up a session of an earlier run, if it can be gone on with.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task ResumeAsync(Uri address, CancellationToken cancellationToken)
    {
        Address = address;
        try
        {
            await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code is not (ErrorCode.ProviderError or ErrorCode.Throttled))
        {
            // It is of no use any more, whatever it was.
            Forget();
        }

        // A session that has come to its end still answers when its object has been deleted or replaced since.
        if (Object is { } made && (await service.FindAsync(location, cancellationToken).ConfigureAwait(false))?.Generation != made.Generation)
        {
            Forget();
        }
    }

    /// <summary>Sends what is missing up to a byte.</summary>
    /// <param name="end">The byte behind the last one: a block's boundary, or the object's size.</param>
    /// <param name="open">Opens the content at an offset.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task SendAsync(long end, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var begun = false;
        while (Stored < end && Object is null)
        {
            if (Address is null)
            {
                if (begun)
                {
                    throw Error("forgets its uploads as soon as they are begun");
                }

                begun = true;
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (!_isCertain)
            {
                await AskAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var before = Stored;
                await SendOnceAsync(end, open, cancellationToken).ConfigureAwait(false);
                if (Address is not null && Stored <= before)
                {
                    throw Error("stores nothing of what is sent to it");
                }
            }
        }
    }

    /// <summary>Sends the last bytes, tries that again after what passes, and lets the service hold the whole object against its checksum.</summary>
    /// <param name="tail">The object's last bytes.</param>
    /// <param name="checksum">The whole object's CRC-32C as the service writes it; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object.</returns>
    /// <exception cref="MlOpsException">The service refused, or could not be reached. What is stored of the object may be lost.</exception>
    public async Task<GcsObject> FinishAsync(ReadOnlyMemory<byte> tail, string? checksum, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // When all bytes are there and the object is not, asking makes it.
                if (Address is not null && Object is null && (!_isCertain || Stored == size))
                {
                    await AskAsync(cancellationToken).ConfigureAwait(false);
                }

                if (Object is null && Address is { } address && Stored >= size - tail.Length && Stored < size)
                {
                    var rest = tail[(int)(Stored - size + tail.Length)..];
                    var range = new ContentRangeHeaderValue(Stored, size - 1, size);
                    _isCertain = false;
                    Take(await service.SendAsync(address, location, _ => new ReadOnlyMemoryContent(rest) { Headers = { ContentRange = range } }, checksum, cancellationToken).ConfigureAwait(false));
                }

                if (Object is { } made)
                {
                    return made;
                }

                if (Address is null || Stored < size - tail.Length)
                {
                    throw Error("has lost what was sent to it");
                }
            }
            catch (MlOpsException e) when (e.Code is ErrorCode.ProviderError or ErrorCode.Throttled && Address is not null && attempt < GoogleRestClient.Tries)
            {
                _isCertain = false;
            }

            if (attempt >= GoogleRestClient.Tries)
            {
                throw Error("stores nothing of what is sent to it");
            }

            await Task.Delay(GoogleRestClient.Wait(attempt), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Throws away what was begun: the session, or the object that came of it.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        if (Address is not null && Object is null && !_isCertain)
        {
            // It may have come to its end when the answer was not waited for.
            await GcsUpload.TryAsync(() => AskAsync(cancellationToken)).ConfigureAwait(false);
        }

        if (Object is { Generation: { } generation })
        {
            await service.DeleteAsync(location, generation, cancellationToken).ConfigureAwait(false);
        }
        else if (Address is { } address)
        {
            await service.CancelAsync(address, location, cancellationToken).ConfigureAwait(false);
        }

        Forget();
    }

    /// <summary>Forgets what was begun: the next bytes begin a session anew.</summary>
    public void Forget()
    {
        var had = Address is not null;
        (Address, Object, Stored, _isCertain) = (null, null, 0, false);
        _sum.Reset();
        if (had)
        {
            changed();
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        Address = await service.BeginAsync(location, metadata, size, cancellationToken).ConfigureAwait(false);
        _isCertain = true;
        changed();
    }

    private async Task AskAsync(CancellationToken cancellationToken) => Take(await service.AskAsync(Address!, location, size, cancellationToken).ConfigureAwait(false));

    private async Task SendOnceAsync(long end, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var source = await open(Stored, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            GcsSourceContent? content = null;
            try
            {
                _isCertain = false;
                Take(await service.SendAsync(Address!, location, patience => content = new(source, Stored, end, size, _sum, patience), checksum: null, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception) when (content?.SourceFailure is not null)
            {
                content.SourceFailure.Throw();
            }
        }
    }

    private void Take(GcsSessionState state)
    {
        if (state.Gone)
        {
            Forget();
            return;
        }

        if (state.Stored > size || (state.Object is not null && state.Stored != size))
        {
            throw Error($"says that it has {state.Stored} bytes of {size}");
        }

        (Stored, Object, _isCertain) = (state.Stored, state.Object, true);
    }

    private MlOpsException Error(string what) => new(ErrorCode.ProviderError, $"Cloud Storage {what}: {TerminalText.Clean(location.ToString())}.", "Try again.", location.ToString());
}
