namespace MlOps.Providers.Gcs;

/// <summary>What the ways of writing an object have in common.</summary>
/// <param name="service">The service.</param>
/// <param name="notes">What an unfinished upload remembers.</param>
/// <param name="target">The object to be.</param>
internal sealed class GcsUpload(GcsService service, TransferNotes notes, NewObject target)
{
    /// <summary>The service.</summary>
    public GcsService Service => service;

    /// <summary>The object to be.</summary>
    public NewObject Target => target;

    /// <summary>What is said of the object.</summary>
    public GcsMetadata Metadata { get; } = new() { Name = target.Location.Key, ContentEncoding = target.ContentEncoding.Length > 0 ? target.ContentEncoding : null };

    /// <summary>The note of an earlier run.</summary>
    /// <returns>The note; <see langword="null"/> when there is none.</returns>
    public GcsUploadNote? ReadNote() => GcsUploadNote.Read(notes.Read(target));

    /// <summary>Throws away what an earlier run has begun of other content for the same place.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task DiscardOtherAsync(CancellationToken cancellationToken)
    {
        if (GcsUploadNote.Read(notes.ReadOther(target)) is { } other)
        {
            await Task.WhenAll(other.Sessions.Select((address, number) => TryAsync(() => DiscardAsync(other.Id, number, address, cancellationToken)))).ConfigureAwait(false);
            RemoveNote();
        }
    }

    /// <summary>Remembers where the upload is.</summary>
    /// <param name="note">The note.</param>
    public void WriteNote(GcsUploadNote note) => notes.TryWrite(target, note.Write());

    /// <summary>Forgets the upload.</summary>
    public void RemoveNote() => notes.TryRemove(target);

    /// <summary>The checksum that the object has to have, as the service writes it.</summary>
    /// <param name="checksum">The checksum.</param>
    /// <returns>The text; <see langword="null"/> when there is none to hold against.</returns>
    public static string? Text(ObjectChecksum? checksum) => checksum is { Algorithm: ChecksumAlgorithm.Crc32C, IsOfWhole: true } ? Convert.ToBase64String(checksum.Value.Span) : null;

    /// <summary>Takes what the service made, when it is what was meant; else deletes it.</summary>
    /// <param name="made">What the service made.</param>
    /// <param name="checksum">The checksum that it has to have; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: it is something else.</exception>
    public async Task<StoredObject> TakeAsync(GcsObject made, string? checksum, CancellationToken cancellationToken)
    {
        var stored = GcsStore.Stored(target.Location, made);
        if (stored.Size == target.Size && (checksum is null || made.Crc32c is null || made.Crc32c == checksum))
        {
            return stored;
        }

        if (made.Generation is { } generation)
        {
            await service.DeleteAsync(target.Location, generation, cancellationToken).ConfigureAwait(false);
        }

        throw Corrupt($"{stored.Size} bytes with the checksum {made.Crc32c}, and not {target.Size} bytes with {checksum ?? "any"}");
    }

    /// <summary>Whether the service refused the bytes because of their checksum.</summary>
    /// <param name="refusal">What the service said.</param>
    /// <returns><see langword="true"/> when it did.</returns>
    public bool IsOfChecksum(MlOpsException refusal) =>
        refusal.Code is ErrorCode.InvalidArgument or ErrorCode.Conflict
        && refusal.Message.Replace(TerminalText.Clean(target.Location.ToString()), "", StringComparison.Ordinal).Contains("CRC32C", StringComparison.OrdinalIgnoreCase);

    /// <summary>The error of content that arrived as something else.</summary>
    /// <param name="what">What arrived.</param>
    /// <param name="cause">What the service said.</param>
    /// <returns>The error.</returns>
    public MlOpsException Corrupt(string what, Exception? cause = null) => new(
        ErrorCode.Corrupt,
        $"{TerminalText.Clean(target.Location.ToString())} was damaged on its way: Cloud Storage has {TerminalText.Clean(what)}. It was not kept.",
        "Send it again; if it stays so, look at this machine's memory and network.",
        target.Location.ToString(),
        cause);

    /// <summary>Cleans up what can be; what cannot is of no use to anybody, and no reason to fail.</summary>
    /// <param name="work">The work.</param>
    /// <returns>A task.</returns>
    public static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (MlOpsException)
        {
            // It stays behind: sessions for a week, parts until somebody deletes them.
        }
    }

    private async Task DiscardAsync(string id, int number, string? address, CancellationToken cancellationToken)
    {
        if (service.Addresses.Remembered(address) is not { } session)
        {
            return;
        }

        await TryAsync(() => service.CancelAsync(session, target.Location, cancellationToken)).ConfigureAwait(false);
        if (id.Length > 0 && target.Location with { Key = GcsCompositeWriter.KeyOf(target.Location.Key, id, number) } is var part
            && await service.FindAsync(part, cancellationToken).ConfigureAwait(false) is { Generation: { } generation })
        {
            await service.DeleteAsync(part, generation, cancellationToken).ConfigureAwait(false);
        }
    }
}
