namespace MlOps.Providers.Gcs;

/// <summary>
/// Writes an object in one session. A session makes the object with its last byte: so the last ones are kept in memory until the object is to be seen, and its checksum goes with them.
/// </summary>
internal sealed class GcsSessionWriter : IObjectWriter
{
    /// <summary>The largest object that is written so.</summary>
    public const long Largest = 64 << 20;

    private readonly GcsUpload _upload;
    private readonly GcsSession _session;

    // Where the last bytes begin: what is sent before has to end at a block's boundary.
    private readonly long _hold;

    private readonly byte[] _tail;
    private bool _hasTail;

    private GcsSessionWriter(GcsUpload upload)
    {
        _upload = upload;
        _session = new(upload.Service, upload.Target.Location, upload.Metadata, upload.Target.Size, Note);
        _hold = (upload.Target.Size - 1) / GcsRunningSum.Block * GcsRunningSum.Block;
        _tail = new byte[upload.Target.Size - _hold];
        Parts = [new(0, upload.Target.Size)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectPart> Parts { get; }

    /// <inheritdoc/>
    public ChecksumAlgorithm? Wanted => ChecksumAlgorithm.Crc32C;

    private bool IsDone => _session.Object is not null || (_hasTail && _session.Stored >= _hold);

    /// <summary>Begins, or goes on with what was begun.</summary>
    /// <param name="upload">The object.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The writer.</returns>
    public static async Task<GcsSessionWriter> BeginAsync(GcsUpload upload, CancellationToken cancellationToken)
    {
        var writer = new GcsSessionWriter(upload);
        if (upload.ReadNote() is { Sessions: [{ } address] } note && note.PartSize == upload.Target.Size && upload.Service.Addresses.Remembered(address) is { } session)
        {
            await writer._session.ResumeAsync(session, cancellationToken).ConfigureAwait(false);
        }

        return writer;
    }

    /// <inheritdoc/>
    public long Done(int part) => IsDone ? _upload.Target.Size : Math.Min(_session.Stored, _hold);

    /// <inheritdoc/>
    public async Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        await _session.SendAsync(_hold, open, cancellationToken).ConfigureAwait(false);
        if (!IsDone)
        {
            var source = await open(_hold, cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                await source.ReadExactlyAsync(_tail, cancellationToken).ConfigureAwait(false);
            }

            _hasTail = true;
        }
    }

    /// <inheritdoc/>
    public Stream? ReadBack(long offset, long length) => null;

    /// <inheritdoc/>
    public async Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        if (!IsDone)
        {
            throw new InvalidOperationException("The object is not written yet.");
        }

        try
        {
            var wanted = GcsUpload.Text(checksum);
            var made = await _session.FinishAsync(_tail, wanted, cancellationToken).ConfigureAwait(false);
            var stored = await _upload.TakeAsync(made, wanted, cancellationToken).ConfigureAwait(false);
            _upload.RemoveNote();
            return stored;
        }
        catch (MlOpsException e) when (_upload.IsOfChecksum(e))
        {
            await AbandonAsync(cancellationToken).ConfigureAwait(false);
            throw _upload.Corrupt("other bytes than were meant", e);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            // The object is deleted already.
            _session.Forget();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        _hasTail = false;
        await GcsUpload.TryAsync(() => _session.AbandonAsync(cancellationToken)).ConfigureAwait(false);
        _session.Forget();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Note()
    {
        if (_session.Address is { } address)
        {
            _upload.WriteNote(new() { PartSize = _upload.Target.Size, Sessions = [address.AbsoluteUri] });
        }
        else
        {
            _upload.RemoveNote();
        }
    }
}
