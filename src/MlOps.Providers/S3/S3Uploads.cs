namespace MlOps.Providers.S3;

/// <summary>Begins uploads: small objects are sent in one request, others in parts, and what was begun earlier is gone on with.</summary>
/// <param name="client">S3.</param>
/// <param name="store">Finds objects.</param>
/// <param name="notes">Where unfinished uploads are remembered.</param>
internal sealed class S3Uploads(S3Client client, IObjectStore store, TransferNotes notes)
{
    /// <summary>Up to this size an object is kept in memory and sent at once.</summary>
    private const long LargestSmall = 8L << 20;

    private const long SmallestPart = 16L << 20;
    private const long LargestPart = 5L << 30;
    private const int MostParts = 10_000;

    private readonly S3Dialect _dialect = new();
    private readonly S3Leftovers _leftovers = new(client);

    /// <summary>Begins an upload, or goes on with one that was begun for the same content.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What takes its content.</returns>
    /// <exception cref="MlOpsException">S3 refused, could not be reached, or the object is too large.</exception>
    public async Task<IObjectWriter> BeginAsync(NewObject target, CancellationToken cancellationToken)
    {
        if (target.Size <= LargestSmall)
        {
            if (notes.ReadOther(target) is { } other)
            {
                await _leftovers.EndAsync(target, other, keep: "", cancellationToken).ConfigureAwait(false);
                notes.TryRemove(target);
            }

            return new S3SmallWriter(client, _dialect, target);
        }

        var note = notes.Read(target);
        var parts = ObjectPart.Cut(target.Size, PartSize(target));
        if (S3Upload.FromNote(target, note) is { } begun && await client.FindPartsAsync(target.Location, begun.Id, cancellationToken).ConfigureAwait(false) is { } found)
        {
            // A part of another size is of a version that cut otherwise: it is written over.
            return new S3PartsWriter(client, store, notes, begun, parts, found.Where(each => each.Number <= parts.Count && each.Size == parts[each.Number - 1].Length));
        }

        var earlier = note ?? notes.ReadOther(target);
        notes.TryWrite(target, S3Upload.Beginning);
        var (upload, isCertain) = await _dialect.TryAsync(isSummed => CreateAsync(target, isSummed, cancellationToken)).ConfigureAwait(false);
        notes.TryWrite(target, upload.Note);
        await _leftovers.EndAsync(target, earlier ?? (isCertain ? null : S3Upload.Beginning), upload.Id, cancellationToken).ConfigureAwait(false);
        return new S3PartsWriter(client, store, notes, upload, parts, []);
    }

    // In whole MiB.
    private static long PartSize(NewObject target) =>
        Math.Max(SmallestPart, ((((target.Size + MostParts - 1) / MostParts) + (1L << 20) - 1) >> 20) << 20) is var size && size <= LargestPart
            ? size
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"{TerminalText.Clean(target.Location.ToString())} would have {target.Size} bytes, and S3 takes {MostParts} parts of {LargestPart} bytes at most.",
                "Split it into several objects.",
                target.Location.ToString());

    /// <summary>Begins an upload, and says whether it is certain that no other one was begun whose answer was lost.</summary>
    private async Task<(S3Upload Upload, bool IsCertain)> CreateAsync(NewObject target, bool isSummed, CancellationToken cancellationToken)
    {
        var request = new S3Request(HttpMethod.Post, "PutObject", target.Location, ("uploads", ""))
        {
            Headers = isSummed ? [("x-amz-checksum-algorithm", "CRC64NVME"), ("x-amz-checksum-type", "FULL_OBJECT")] : [],
            Body = new S3Body.OfMemory(ReadOnlyMemory<byte>.Empty) { ContentEncoding = target.ContentEncoding },
        };
        var upload = await client.AskAsync(request, (_, body) => new S3Upload(target, S3Document.Text(body, "InitiateMultipartUpload", "UploadId"), isSummed), cancellationToken).ConfigureAwait(false);
        return (upload, !request.MayBeDone);
    }
}
