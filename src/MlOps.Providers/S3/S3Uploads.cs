using System.Globalization;
using System.Net;

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

    /// <summary>Begins an upload, or goes on with one that was begun for the same content.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What takes its content.</returns>
    /// <exception cref="MlOpsException">S3 refused, could not be reached, or the object is too large.</exception>
    public async Task<IObjectWriter> BeginAsync(NewObject target, CancellationToken cancellationToken)
    {
        if (target.Size <= LargestSmall)
        {
            return new S3SmallWriter(client, _dialect, target);
        }

        var partSize = PartSize(target);
        var parts = ObjectPart.Cut(target.Size, partSize);
        if (S3Upload.FromNote(target, notes.Read(target)) is { } begun && await FindPartsAsync(begun, cancellationToken).ConfigureAwait(false) is { } found)
        {
            // A part of another size is of a version that cut otherwise: it is written over.
            return new S3PartsWriter(client, store, notes, begun, parts, found.Where(each => each.Number <= parts.Count && each.Size == parts[each.Number - 1].Length));
        }

        var upload = await _dialect.TryAsync(isSummed => CreateAsync(target, isSummed, cancellationToken)).ConfigureAwait(false);
        notes.Write(target, upload.Note);
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

    private Task<S3Upload> CreateAsync(NewObject target, bool isSummed, CancellationToken cancellationToken) => client.AskAsync(
        new(HttpMethod.Post, "PutObject", target.Location, ("uploads", ""))
        {
            Headers = isSummed ? [("x-amz-checksum-algorithm", "CRC64NVME"), ("x-amz-checksum-type", "FULL_OBJECT")] : [],
            Body = new S3Body.OfMemory(ReadOnlyMemory<byte>.Empty) { ContentEncoding = target.ContentEncoding },
        },
        (_, body) => new S3Upload(target, S3Document.Text(body, "InitiateMultipartUpload", "UploadId"), isSummed),
        cancellationToken);

    /// <summary>The parts that are there; <see langword="null"/> when S3 does not know the upload any more, or does not let us look at it.</summary>
    private async Task<IReadOnlyList<S3Part>?> FindPartsAsync(S3Upload upload, CancellationToken cancellationToken)
    {
        var parts = new List<S3Part>();
        try
        {
            for (var after = 0; ;)
            {
                var page = await client.AskAsync(
                    new(HttpMethod.Get, "ListMultipartUploadParts", upload.Target.Location, ("uploadId", upload.Id), ("part-number-marker", after.ToString(CultureInfo.InvariantCulture))),
                    (_, body) => S3Part.ReadPage(body),
                    cancellationToken).ConfigureAwait(false);
                parts.AddRange(page.Parts);
                if (!page.IsMore || page.Parts.Count == 0)
                {
                    return parts;
                }

                after = page.Parts[^1].Number;
            }
        }
        catch (MlOpsException e) when (S3Refusal.Status(e) is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return null;
        }
    }
}
