using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using MlOps.Providers.Google;
using MlOps.Providers.Stores;

namespace MlOps.Providers.Gcs;

/// <summary>The objects of Cloud Storage.</summary>
internal sealed class GcsStore : IObjectStore
{
    /// <summary>What the address of an object begins with.</summary>
    public const string Scheme = "gs://";

    private readonly GcsService _service;
    private readonly TransferNotes _notes;

    /// <summary>Makes a store. Nobody is called before its first call.</summary>
    /// <param name="rest">How the service is called.</param>
    /// <param name="notes">What unfinished uploads remember; the user's when it is not said.</param>
    /// <param name="endpoint">Where the service is called; what is configured when it is not said.</param>
    public GcsStore(GoogleRestClient rest, TransferNotes? notes = null, GoogleEndpoint? endpoint = null)
    {
        _service = new(rest, endpoint);
        _notes = notes ?? TransferNotes.OfUser;
    }

    string IObjectStore.Scheme => Scheme;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<GcsPage>? next = _service.ListAsync(prefix, pageToken: null, ended.Token);
        try
        {
            while (next is not null)
            {
                var page = await next.ConfigureAwait(false);
                next = page.NextPageToken is { Length: > 0 } token ? _service.ListAsync(prefix, token, ended.Token) : null;
                foreach (var item in page.Items ?? [])
                {
                    var location = prefix with { Key = item.Name ?? "" };

                    // Components of objects that are being written, or that nobody went on with, are no objects of anybody's.
                    if (!GcsCompositeWriter.IsComponent(location.Key))
                    {
                        yield return Stored(location, item);
                    }
                }
            }
        }
        finally
        {
            // Whoever has seen enough does not wait for the page that was read ahead.
            await ended.CancelAsync().ConfigureAwait(false);
            if (next is not null)
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken) =>
        await _service.FindAsync(location, cancellationToken).ConfigureAwait(false) is { } found ? Stored(location, found) : null;

    /// <inheritdoc/>
    public async Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return new(Stream.Null, []);
        }

        var isWhole = offset == 0 && length == source.Size;
        var answer = await AskAsync(source, isWhole ? null : new(offset, offset + length - 1), cancellationToken).ConfigureAwait(false);
        try
        {
            if (Problem(answer, source, offset, length, isWhole) is { } problem)
            {
                throw Unexpected(source, $"answered {problem} when it was asked for {length} bytes from byte {offset} of {source.Size}");
            }

            var content = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new(new ContentStream(answer, content, length, _service.LongestSilence, Name(source)), Checksums(answer));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken)
    {
        GcsAddresses.Check(target.Location);
        var upload = new GcsUpload(_service, _notes, target);
        await upload.DiscardOtherAsync(cancellationToken).ConfigureAwait(false);
        return target.Size switch
        {
            <= GcsSmallWriter.Largest => new GcsSmallWriter(upload),
            <= GcsSessionWriter.Largest => await GcsSessionWriter.BeginAsync(upload, cancellationToken).ConfigureAwait(false),
            _ => await GcsCompositeWriter.BeginAsync(upload, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>The location that a bucket is in, in lower case: <c>europe-west4</c>, or <c>eu</c> for one of several regions.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The location.</returns>
    /// <exception cref="MlOpsException">There is no such bucket, Cloud Storage refused, or could not be reached.</exception>
    public async Task<string> FindLocationAsync(string bucket, CancellationToken cancellationToken) =>
        ((await _service.GetBucketAsync(bucket, cancellationToken).ConfigureAwait(false)).Location ?? "").ToLowerInvariant();

    /// <summary>An object as the service says it.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="said">What the service says.</param>
    /// <returns>The object.</returns>
    internal static StoredObject Stored(ObjectLocation location, GcsObject said) => new()
    {
        Location = location,
        Size = long.TryParse(said.Size, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0,
        LastModified = said.Updated ?? DateTimeOffset.UnixEpoch,
        Version = said.Generation ?? "",
        Checksums = Checksums(said.Crc32c, said.Md5Hash),
        ContentEncoding = said.ContentEncoding ?? "",
    };

    /// <summary>Reads a checksum.</summary>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="text">The text, in base 64.</param>
    /// <returns>The checksum; <see langword="null"/> when it is none.</returns>
    internal static ObjectChecksum? Checksum(ChecksumAlgorithm algorithm, ReadOnlySpan<char> text)
    {
        var length = algorithm == ChecksumAlgorithm.Md5 ? 16 : 4;
        Span<byte> bytes = stackalloc byte[16];
        return Convert.TryFromBase64Chars(text, bytes, out var written) && written == length ? new(algorithm, bytes[..length].ToArray()) : null;
    }

    private static List<ObjectChecksum> Checksums(ReadOnlySpan<char> crc32c, ReadOnlySpan<char> md5)
    {
        var checksums = new List<ObjectChecksum>(2);
        if (Checksum(ChecksumAlgorithm.Crc32C, crc32c) is { } crc)
        {
            checksums.Add(crc);
        }

        if (Checksum(ChecksumAlgorithm.Md5, md5) is { } hash)
        {
            checksums.Add(hash);
        }

        return checksums;
    }

    /// <summary>The checksums of the stored object that come with its bytes: <c>x-goog-hash: crc32c=…,md5=…</c>, in one header or two.</summary>
    private static List<ObjectChecksum> Checksums(HttpResponseMessage answer)
    {
        var checksums = new List<ObjectChecksum>(2);
        if (answer.Headers.NonValidated.TryGetValues("x-goog-hash", out var values))
        {
            foreach (var value in values)
            {
                foreach (var part in value.AsSpan().Split(','))
                {
                    var said = value.AsSpan(part).Trim();
                    var found = said.StartsWith("crc32c=") ? Checksum(ChecksumAlgorithm.Crc32C, said["crc32c=".Length..])
                        : said.StartsWith("md5=") ? Checksum(ChecksumAlgorithm.Md5, said["md5=".Length..])
                        : null;
                    if (found is not null)
                    {
                        checksums.Add(found);
                    }
                }
            }
        }

        return checksums;
    }

    private static string Name(StoredObject source) => TerminalText.Clean(source.Location.ToString());

    private static MlOpsException Unexpected(StoredObject source, string what) =>
        new(ErrorCode.ProviderError, $"Cloud Storage {what}: {Name(source)}.", "Try again; look at a proxy between here and there if it stays so.", source.Location.ToString());

    /// <summary>What is wrong with an answer.</summary>
    private static string? Problem(HttpResponseMessage answer, StoredObject source, long offset, long length, bool isWhole)
    {
        var said = answer.Content.Headers.ContentLength;
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return !isWhole ? "with the whole object" : said == length ? null : $"with {said?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} bytes";
        }

        if (answer.StatusCode != HttpStatusCode.PartialContent)
        {
            return $"with the HTTP status {(int)answer.StatusCode}";
        }

        var range = answer.Content.Headers.ContentRange;
        return range is not { Unit: "bytes" } || range.From != offset || range.To != offset + length - 1 || (range.HasLength && range.Length != source.Size) ? $"with the range '{TerminalText.Clean(range?.ToString() ?? "")}'"
            : said is not null && said != length ? $"with {said} bytes"
            : null;
    }

    private async Task<HttpResponseMessage> AskAsync(StoredObject source, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _service.OpenAsync(source.Location, source.Version, range, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            var now = source.Version.Length > 0 ? await _service.FindAsync(source.Location, cancellationToken).ConfigureAwait(false) : null;
            throw now is null ? new MlOpsException(ErrorCode.NotFound, $"There is no object {Name(source)} any more.", "List what is there now.", source.Location.ToString(), e)
                : now.Generation != source.Version ? Changed()
                : Unexpected(source, "does not find what it lists");
        }

        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && source.Version.Length == 0)
        {
            answer.Dispose();
            throw Changed();
        }

        return answer;

        MlOpsException Changed() => new(ErrorCode.Conflict, $"{Name(source)} has been replaced since it was listed.", "Start over with the object that is there now.", source.Location.ToString());
    }
}
