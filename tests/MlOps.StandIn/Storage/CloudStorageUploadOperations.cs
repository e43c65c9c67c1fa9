using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>Uploads to Cloud Storage: in one request, or in several that go on where the one before ended.</summary>
internal sealed partial class CloudStorageUploadOperations(StorageOptions options, CloudStorageContract contract)
{
    private readonly ConcurrentDictionary<string, ResumableUpload> _uploads = new(StringComparer.Ordinal);

    /// <summary>The object that metadata describe.</summary>
    public static ObjectDraft Draft(JsonObject metadata, string? contentType)
    {
        string? Text(string member) => metadata[member]?.GetValue<string>();
        var headers = new Dictionary<string, string>();
        foreach (var (member, header) in new[] { ("cacheControl", "Cache-Control"), ("contentDisposition", "Content-Disposition"), ("contentLanguage", "Content-Language") })
        {
            if (Text(member) is { } value)
            {
                headers[header] = value;
            }
        }

        return new()
        {
            ContentType = Text("contentType") ?? contentType,
            ContentEncoding = Text("contentEncoding") ?? "",
            Headers = headers,
            Metadata = (metadata["metadata"] as JsonObject)?.ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()) ?? [],
        };
    }

    /// <summary>Holds checksums that were said against those of what arrived.</summary>
    public static void CheckSums(string? crc32C, string? md5, BlobSums sums)
    {
        if (crc32C is not null && crc32C != Convert.ToBase64String(sums[ChecksumAlgorithm.Crc32C]))
        {
            throw new StorageFailure(400, "invalid", $"Provided CRC32C \"{crc32C}\" doesn't match calculated CRC32C \"{Convert.ToBase64String(sums[ChecksumAlgorithm.Crc32C])}\".");
        }

        if (md5 is not null && md5 != Convert.ToBase64String(sums[ChecksumAlgorithm.Md5]))
        {
            throw new StorageFailure(400, "invalid", $"Provided MD5 hash \"{md5}\" doesn't match calculated MD5 hash \"{Convert.ToBase64String(sums[ChecksumAlgorithm.Md5])}\".");
        }
    }

    public async Task<StorageAnswer> InsertAsync(StorageRequest request, TableBucket bucket)
    {
        var name = request.Query("name") ?? throw new StorageFailure(400, "required", "Required");
        CloudStorageConditions.Hold(request.Target, bucket.Find(name));
        using var sink = NewSink(request);
        await sink.FillAsync(request.Body, request.Context.Request.ContentLength, request.Cancellation);
        var metadata = new JsonObject();
        if (request.Query("contentEncoding") is { } encoding)
        {
            metadata["contentEncoding"] = encoding;
        }

        return Written(request, bucket, Write(request, request.Target, bucket, name, sink, Draft(metadata, request.Header("Content-Type")), null, null));
    }

    public async Task<StorageAnswer> InsertMultipartAsync(StorageRequest request, TableBucket bucket)
    {
        if (Boundary().Match(request.Header("Content-Type") ?? "") is not { Success: true } match)
        {
            throw new StorageFailure(400, "badRequest", "Missing end boundary in multipart body.");
        }

        // Such uploads are small by their nature: the whole of one is looked through for its boundaries.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.Cancellation);
        var (metadata, contentType, content) = RelatedParts.Read(body.GetBuffer().AsMemory(0, (int)body.Length), match.Groups["boundary"].Value);
        var document = CloudStorageObjectOperations.Parse(metadata.Span);
        contract.CheckBody(request, document);
        var name = document["name"]?.GetValue<string>() ?? request.Query("name") ?? throw new StorageFailure(400, "required", "Required");
        CloudStorageConditions.Hold(request.Target, bucket.Find(name));
        using var sink = NewSink(request);
        await sink.FillAsync(new MemoryStream(content.ToArray()), content.Length, request.Cancellation);
        return Written(request, bucket, Write(request, request.Target, bucket, name, sink, Draft(document, contentType), document["crc32c"]?.GetValue<string>(), document["md5Hash"]?.GetValue<string>()));
    }

    public async Task<StorageAnswer> BeginAsync(StorageRequest request, TableBucket bucket)
    {
        var metadata = await CloudStorageObjectOperations.ReadAsync(request);
        contract.CheckBody(request, metadata);
        var name = metadata["name"]?.GetValue<string>() ?? request.Query("name") ?? throw new StorageFailure(400, "required", "Required");
        CloudStorageConditions.Hold(request.Target, bucket.Find(name));
        var id = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        _uploads[id] = new(bucket.Name, name, Draft(metadata, request.Header("X-Upload-Content-Type")), NewSink(request), DateTimeOffset.UtcNow)
        {
            Conditions = request.Target,
            Crc32C = metadata["crc32c"]?.GetValue<string>(),
            Md5 = metadata["md5Hash"]?.GetValue<string>(),
            Size = request.Header("X-Upload-Content-Length") is { } size ? long.Parse(size, CultureInfo.InvariantCulture) : null,
        };
        var answer = StorageAnswer.Text(200, "text/plain; charset=utf-8", "");
        var address = $"{request.Context.Request.Scheme}://{request.Context.Request.Host}/upload/storage/v1/b/{Uri.EscapeDataString(bucket.Name)}/o";
        answer.Headers.Add(("Location", $"{address}?uploadType=resumable&name={Uri.EscapeDataString(name)}&upload_id={id}"));
        return answer;
    }

    public async Task<StorageAnswer> ResumeAsync(StorageRequest request, TableBucket bucket)
    {
        var upload = Find(request);
        await upload.Turn.WaitAsync(request.Cancellation);
        try
        {
            return await ResumeAsync(request, bucket, upload);
        }
        finally
        {
            upload.Turn.Release();
        }
    }

    public StorageAnswer Cancel(StorageRequest request, TableBucket bucket)
    {
        var upload = Find(request);
        upload.IsOver = true;
        return new(499);
    }

    private async Task<StorageAnswer> ResumeAsync(StorageRequest request, TableBucket bucket, ResumableUpload upload)
    {
        if (upload.IsOver)
        {
            throw new StorageFailure(499, "cancelled", "The upload was cancelled.");
        }

        if (upload.Written is { } there)
        {
            return Written(request, bucket, there);
        }

        var (first, last, total) = Place(request);
        if (total is not null && upload.Size is not null && total != upload.Size)
        {
            throw new StorageFailure(400, "invalid", $"Invalid request.  According to the Content-Range header, the final size of the upload is {total} byte(s), but earlier it was said to be {upload.Size} byte(s).");
        }

        upload.Size ??= total;
        if (first is null)
        {
            // A question, which also ends an upload that lacks nothing.
            return upload.Size == upload.Sink.Length && total is not null ? Finish(request, bucket, upload) : Going(request, upload);
        }

        if (first > upload.Sink.Length)
        {
            throw new StorageFailure(503, "backendError", $"Invalid request.  There were {upload.Sink.Length} byte(s) uploaded, and the request begins at {first}.");
        }

        var expected = last - first + 1;
        try
        {
            // What is there already is passed over.
            await SkipAsync(request.Body, upload.Sink.Length - first.Value, request.Cancellation);
            await upload.Sink.FillAsync(request.Body, expected - (upload.Sink.Length - first.Value), request.Cancellation);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionResetException or BadHttpRequestException)
        {
            upload.Sink.DropRest();
            throw;
        }

        // Nothing was said of the size, and this is all there is.
        var isWhole = request.Header("Content-Range") is null;
        if (upload.Sink.Length == upload.Size || isWhole)
        {
            return Finish(request, bucket, upload);
        }

        if (expected % BodySink.Unit > 0)
        {
            contract.Report(request, $"{expected} bytes, which is no multiple of {BodySink.Unit}, and not the end");
        }

        upload.Sink.DropRest();
        return Going(request, upload);
    }

    private static StorageAnswer Going(StorageRequest request, ResumableUpload upload)
    {
        // Some of Google's libraries take 308 for the redirect that it is elsewhere.
        var isHidden = request.Header("X-GUploader-No-308") == "yes";
        var answer = new StorageAnswer(isHidden ? 200 : 308);
        if (isHidden)
        {
            answer.Headers.Add(("X-HTTP-Status-Code-Override", "308"));
        }

        if (upload.Sink.Length > 0)
        {
            answer.Headers.Add(("Range", $"bytes=0-{upload.Sink.Length - 1}"));
        }

        return answer;
    }

    private StorageAnswer Finish(StorageRequest request, TableBucket bucket, ResumableUpload upload)
    {
        try
        {
            upload.Written = Write(request, upload.Conditions, bucket, upload.Name, upload.Sink, upload.Draft, upload.Crc32C, upload.Md5);
        }
        catch (StorageFailure)
        {
            upload.IsOver = true;
            throw;
        }

        return Written(request, bucket, upload.Written);
    }

    private static StorageAnswer Written(StorageRequest request, TableBucket bucket, TableObject written) =>
        CloudStorageObjectOperations.Json(CloudStorageObjectOperations.Fields(request, CloudStorageResource.Of(request, bucket, written)));

    private TableObject Write(StorageRequest request, StorageTarget conditions, TableBucket bucket, string name, BodySink sink, ObjectDraft draft, string? crc32C, string? md5)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > 1024 || name is "." or ".." || name.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new StorageFailure(400, "invalid", $"Invalid object name: {name}");
        }

        var (content, sums) = sink.Finish();
        CheckSums(crc32C, md5, sums);
        var hash = request.Header("X-Goog-Hash")?.Split(',').Select(one => one.Trim().Split('=', 2)).ToLookup(one => one[0], one => one[^1]);
        CheckSums(hash?["crc32c"].FirstOrDefault(), hash?["md5"].FirstOrDefault(), sums);
        return bucket.TryPut(name, content, sums, draft with { HasNoMd5 = !options.ComputesMd5 }, present => CloudStorageConditions.Hold(conditions, present))!;
    }

    private ResumableUpload Find(StorageRequest request)
    {
        var upload = _uploads.GetValueOrDefault(request.Query("upload_id")!);
        return upload is null || upload.Bucket != request.Bucket ? throw new StorageFailure(404, "notFound", "Not Found: no such upload")
            : DateTimeOffset.UtcNow - upload.Begun > options.SessionLifetime ? throw new StorageFailure(410, "gone", "The upload session is no longer available.")
            : upload;
    }

    private BodySink NewSink(StorageRequest request)
    {
        List<ChecksumAlgorithm> sums = [ChecksumAlgorithm.Crc32C];
        if (options.ComputesMd5)
        {
            sums.Add(ChecksumAlgorithm.Md5);
        }

        if (options.Bodies == BodyKeeping.Discard)
        {
            sums.Add(ChecksumAlgorithm.Crc64Nvme);
        }

        return new(options, sums);
    }

    private static async Task SkipAsync(Stream body, long count, CancellationToken cancellation)
    {
        var buffer = new byte[BodySink.Unit];
        while (count > 0)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellation);
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }

    /// <summary>What a request of an upload brings: its first and last byte, and how many there are in all, as far as it is said.</summary>
    private static (long? First, long? Last, long? Total) Place(StorageRequest request)
    {
        if (request.Header("Content-Range") is not { } header)
        {
            var length = request.Context.Request.ContentLength;
            return (0, length - 1, length);
        }

        if (ContentRange().Match(header) is not { Success: true } match)
        {
            throw new StorageFailure(400, "invalid", "Failed to parse Content-Range header.");
        }

        long? Number(string group) => long.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (Number("first"), Number("last"), Number("total"));
    }

    [GeneratedRegex("""boundary="?(?<boundary>[^";]+)"?""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\Abytes (\*|(?<first>[0-9]+)-(?<last>[0-9]+|\*))/(?<total>[0-9]+|\*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ContentRange();
}
