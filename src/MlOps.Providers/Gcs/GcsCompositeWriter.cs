using System.Text;

namespace MlOps.Providers.Gcs;

/// <summary>
/// Writes an object in parts side by side. Each part is an object of its own in <c>.mlops-parts</c> beside the one that is meant, and one call puts them together and deletes them. They are in the same
/// folder because permissions and rules may be for a folder; where the name would get too long, in one above.
/// </summary>
internal sealed class GcsCompositeWriter : IObjectWriter
{
    /// <summary>The folder of the temporary objects.</summary>
    public const string PartsFolder = ".mlops-parts/";

    /// <summary>Whether a key is one of a component.</summary>
    /// <param name="key">The key.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public static bool IsComponent(string key) => key.StartsWith(PartsFolder, StringComparison.Ordinal) || key.Contains($"/{PartsFolder}", StringComparison.Ordinal);

    // As many as one call puts together.
    private const int MostParts = 32;
    private const long SmallestPart = 32 << 20;

    private readonly Lock _gate = new();
    private readonly GcsUpload _upload;
    private readonly string _id;
    private readonly GcsSession[] _sessions;
    private int _changes;
    private int _noted;

    private GcsCompositeWriter(GcsUpload upload, IReadOnlyList<ObjectPart> parts, string id)
    {
        _upload = upload;
        _id = id;
        Parts = parts;
        _sessions = [.. parts.Select((part, i) =>
        {
            var location = upload.Target.Location with { Key = KeyOf(upload.Target.Location.Key, id, i) };
            return new GcsSession(upload.Service, location, new() { Name = location.Key }, part.Length, Note);
        })];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectPart> Parts { get; }

    /// <inheritdoc/>
    public ChecksumAlgorithm? Wanted => ChecksumAlgorithm.Crc32C;

    /// <summary>Begins, or goes on with what was begun.</summary>
    /// <param name="upload">The object.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The writer.</returns>
    public static async Task<GcsCompositeWriter> BeginAsync(GcsUpload upload, CancellationToken cancellationToken)
    {
        var parts = Cut(upload.Target.Size);
        var note = upload.ReadNote() is { Id.Length: 32 } found && found.PartSize == parts[0].Length && found.Sessions.Count == parts.Count ? found : null;
        var writer = new GcsCompositeWriter(upload, parts, note?.Id ?? Guid.NewGuid().ToString("n"));
        if (note is not null)
        {
            var resumed = note.Sessions.Select((address, i) => upload.Service.Addresses.Remembered(address) is { } session ? writer._sessions[i].ResumeAsync(session, cancellationToken) : Task.CompletedTask);
            await Task.WhenAll(resumed).ConfigureAwait(false);
        }

        return writer;
    }

    /// <inheritdoc/>
    public long Done(int part) => _sessions[part].Stored;

    /// <inheritdoc/>
    public async Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var session = _sessions[part];
        await session.SendAsync(Parts[part].Length, open, cancellationToken).ConfigureAwait(false);
        if (session is { Sum: { } sent, Object: { Crc32c: { } stored } } && stored != Text(sent))
        {
            await GcsUpload.TryAsync(() => session.AbandonAsync(cancellationToken)).ConfigureAwait(false);
            session.Forget();
            throw _upload.Corrupt($"a part with the checksum {stored}, and not {Text(sent)}");
        }
    }

    /// <inheritdoc/>
    public Stream? ReadBack(long offset, long length) => null;

    /// <inheritdoc/>
    public async Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        var parts = _sessions.Select(session => session.Object ?? throw new InvalidOperationException("The object is not written yet.")).ToList();
        var wanted = GcsUpload.Text(checksum);

        // Nothing wrong is ever seen under the name: what the parts amount to is known before they are put together.
        var together = Combined(parts);
        if (wanted is not null && together is not null && together != wanted)
        {
            await AbandonAsync(cancellationToken).ConfigureAwait(false);
            throw _upload.Corrupt($"parts with the checksum {together} together, and not {wanted}");
        }

        try
        {
            var made = await ComposeAsync(parts, wanted ?? together, cancellationToken).ConfigureAwait(false);
            var stored = await _upload.TakeAsync(made, wanted ?? together, cancellationToken).ConfigureAwait(false);
            _upload.RemoveNote();
            await GcsUpload.TryAsync(() => DeletePartsAsync(parts, cancellationToken)).ConfigureAwait(false);
            return stored;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            await AbandonAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_sessions.Select(session => GcsUpload.TryAsync(() => session.AbandonAsync(cancellationToken)))).ConfigureAwait(false);
        Forget();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The parts of an object: of one size, a multiple of what the service stores at once.</summary>
    /// <param name="size">The object's size in bytes.</param>
    /// <returns>The parts.</returns>
    internal static IReadOnlyList<ObjectPart> Cut(long size)
    {
        var count = Math.Min(MostParts, (size + SmallestPart - 1) / SmallestPart);
        var each = (size + count - 1) / count;
        return ObjectPart.Cut(size, (each + GcsRunningSum.Block - 1) / GcsRunningSum.Block * GcsRunningSum.Block);
    }

    /// <summary>The key of a component.</summary>
    /// <param name="key">The key of the object that is meant.</param>
    /// <param name="id">What tells the components of this upload from others'.</param>
    /// <param name="number">The component's number, from 0.</param>
    /// <returns>The key.</returns>
    internal static string KeyOf(string key, string id, int number) => $"{Folder(key, PartsFolder.Length + id.Length + 3)}{PartsFolder}{id}/{number}";

    private static string Text(ulong sum) => Convert.ToBase64String(Crc.Crc32C.ToBytes(sum).Span);

    private static string Folder(string key, int needed)
    {
        var end = key.LastIndexOf('/') + 1;
        while (end > 0 && Encoding.UTF8.GetByteCount(key.AsSpan(0, end)) + needed > GcsAddresses.LongestName)
        {
            end = key.AsSpan(0, end - 1).LastIndexOf('/') + 1;
        }

        return key[..end];
    }

    private string? Combined(List<GcsObject> parts)
    {
        var all = 0UL;
        for (var i = 0; i < parts.Count; i++)
        {
            if (GcsStore.Checksum(ChecksumAlgorithm.Crc32C, parts[i].Crc32c) is not { } sum)
            {
                return null;
            }

            all = Crc.Crc32C.Combine(all, Crc.Crc32C.FromBytes(sum.Value.Span), Parts[i].Length);
        }

        return Text(all);
    }

    private async Task<GcsObject> ComposeAsync(List<GcsObject> parts, string? checksum, CancellationToken cancellationToken)
    {
        try
        {
            var composition = new GcsComposition
            {
                SourceObjects = [.. parts.Select((part, i) => new GcsComponent { Name = _sessions[i].Location.Key, Generation = part.Generation! })],
                Destination = _upload.Metadata with { Name = null },
            };
            return await _upload.Service.ComposeAsync(_upload.Target.Location, composition, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            // The parts are gone. They were put together when the answer to an earlier try was lost, or by another process that sends the same; else somebody has deleted them. What came later is still there.
            await DeleteEachAsync(parts, cancellationToken).ConfigureAwait(false);
            if (checksum is not null && await _upload.Service.FindAsync(_upload.Target.Location, cancellationToken).ConfigureAwait(false) is { } made && made.Crc32c == checksum)
            {
                return made;
            }

            Forget();
            throw new MlOpsException(ErrorCode.ProviderError, $"The parts of {TerminalText.Clean(_upload.Target.Location.ToString())} are no longer in the bucket: {e.Message}", "Send it again.", _upload.Target.Location.ToString(), e);
        }
    }

    /// <summary>Deletes the parts where the service did not do it, as emulators may not.</summary>
    private async Task DeletePartsAsync(List<GcsObject> parts, CancellationToken cancellationToken)
    {
        if (await _upload.Service.FindAsync(_sessions[0].Location, cancellationToken).ConfigureAwait(false) is not null)
        {
            await DeleteEachAsync(parts, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task DeleteEachAsync(List<GcsObject> parts, CancellationToken cancellationToken) =>
        Task.WhenAll(_sessions.Select((session, i) => GcsUpload.TryAsync(() => _upload.Service.DeleteAsync(session.Location, parts[i].Generation!, cancellationToken))));

    private void Forget()
    {
        foreach (var session in _sessions)
        {
            session.Forget();
        }

        _upload.RemoveNote();
    }

    private void Note()
    {
        var change = Interlocked.Increment(ref _changes);
        lock (_gate)
        {
            // A note has all that is known, so whoever waited while a later one was written need not write his.
            if (_noted >= change)
            {
                return;
            }

            _noted = Volatile.Read(ref _changes);
            _upload.WriteNote(new() { Id = _id, PartSize = Parts[0].Length, Sessions = [.. _sessions.Select(session => session.Address?.AbsoluteUri)] });
        }
    }
}
