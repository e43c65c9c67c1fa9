using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Storage;

/// <summary>What Cloud Storage does with buckets and objects that are there.</summary>
internal sealed class CloudStorageObjectOperations(ObjectTable table, StorageOptions options, CloudStorageResource resource, CloudStorageContract contract)
{
    private const int MostSources = 32;
    private const string Gzip = "gzip";

    public StorageAnswer Buckets() => Json(new JsonObject { ["kind"] = "storage#buckets", ["items"] = new JsonArray([.. table.Buckets.Select(bucket => (JsonNode)resource.Of(bucket))]) });

    public StorageAnswer Bucket(StorageRequest request, TableBucket bucket) => Json(Fields(request, resource.Of(bucket)));

    public async Task<StorageAnswer> CreateBucketAsync(StorageRequest request)
    {
        var body = await ReadAsync(request);
        var name = body["name"]?.GetValue<string>() ?? throw new StorageFailure(400, "required", "Required");
        return table.Find(name) is null
            ? Json(resource.Of(table.AddBucket(name, (body["location"]?.GetValue<string>() ?? "us").ToLowerInvariant())))
            : throw new StorageFailure(409, "conflict", "Your previous request to create the named bucket succeeded and you already own it.");
    }

    public StorageAnswer List(StorageRequest request, TableBucket bucket)
    {
        var asked = CloudStorageConditions.Number(request.Target, "maxResults") ?? 1000;
        var size = asked > 0 ? (int)Math.Min(asked, Math.Min(1000, options.PageSize)) : throw new StorageFailure(400, "invalid", "Invalid value for: maxResults");
        var after = request.Query("pageToken") is { Length: > 0 } token ? Read(token) : "";
        var page = bucket.List(request.Query("prefix") ?? "", request.Query("delimiter") ?? "", after, size, request.Query("startOffset") ?? "", request.Query("endOffset") ?? "");
        var body = new JsonObject { ["kind"] = "storage#objects" };
        if (page.Entries.Where(entry => entry.Object is not null).ToList() is { Count: > 0 } items)
        {
            body["items"] = new JsonArray([.. items.Select(entry => (JsonNode)CloudStorageResource.Of(request, bucket, entry.Object!))]);
        }

        if (page.Entries.Where(entry => entry.Object is null).ToList() is { Count: > 0 } folders)
        {
            body["prefixes"] = new JsonArray([.. folders.Select(entry => (JsonNode)entry.Name)]);
        }

        if (page.IsMore)
        {
            body["nextPageToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("\n" + page.Entries[^1].Name));
        }

        return Json(Fields(request, body));
    }

    public static StorageAnswer Get(StorageRequest request, TableBucket bucket)
    {
        var found = CloudStorageConditions.Find(request, bucket);
        CloudStorageConditions.Hold(request.Target, found);
        return Json(Fields(request, CloudStorageResource.Of(request, bucket, found)));
    }

    public static StorageAnswer GetMedia(StorageRequest request, TableBucket bucket)
    {
        var found = CloudStorageConditions.Find(request, bucket);
        CloudStorageConditions.Hold(request.Target, found);
        var isEncoded = found.Draft.ContentEncoding.Equals(Gzip, StringComparison.OrdinalIgnoreCase);
        var takesGzip = request.Header("Accept-Encoding")?.Split(',').Any(encoding => encoding.Split(';')[0].Trim() is Gzip or "*") == true;
        var mayDecode = !found.Draft.Headers.GetValueOrDefault("Cache-Control", "").Contains("no-transform", StringComparison.OrdinalIgnoreCase);
        if (isEncoded && !takesGzip && mayDecode)
        {
            // The bytes are made as they go out: neither their number nor a range of them is known.
            using var plain = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(found.Content.ToArray()), CompressionMode.Decompress))
            {
                gzip.CopyTo(plain);
            }

            var decoded = new StorageAnswer { ContentType = found.Draft.ContentType ?? "application/octet-stream", Body = plain.ToArray(), HasNoLength = true };
            Describe(decoded, found);
            decoded.Headers.Add(("Vary", "Accept-Encoding"));
            decoded.Headers.Add(("Warning", "214 UploadServer gunzipped"));
            return decoded;
        }

        var size = found.Content.Length;
        var range = ByteRange.Read(request.Header("Range"), size);
        if (range is { Length: < 0 })
        {
            throw new StorageFailure(416, "requestedRangeNotSatisfiable", "Request range not satisfiable") { Headers = [("Content-Range", $"bytes */{size}")] };
        }

        var answer = new StorageAnswer(range is null ? 200 : 206)
        {
            ContentType = found.Draft.ContentType ?? "application/octet-stream",
            Content = found.Content,
            Offset = range?.Offset ?? 0,
            Length = range?.Length ?? size,
        };
        Describe(answer, found);
        answer.Headers.Add(("Accept-Ranges", "bytes"));
        if (found.Draft.ContentEncoding.Length > 0)
        {
            answer.Headers.Add(("Content-Encoding", found.Draft.ContentEncoding));
        }

        if (range is { } given)
        {
            answer.Headers.Add(("Content-Range", given.Of(size)));
        }

        return answer;
    }

    public static StorageAnswer Delete(StorageRequest request, TableBucket bucket)
    {
        var found = CloudStorageConditions.Find(request, bucket);
        CloudStorageConditions.Hold(request.Target, found);
        bucket.TryDelete(request.Key, present => present.Generation == found.Generation);
        return new(204);
    }

    public async Task<StorageAnswer> ComposeAsync(StorageRequest request, TableBucket bucket)
    {
        var body = await ReadAsync(request);
        contract.CheckBody(request, body);
        var sources = body["sourceObjects"] as JsonArray ?? [];
        if (sources.Count is 0 or > MostSources)
        {
            throw new StorageFailure(400, "invalid", sources.Count == 0 ? "You must provide at least one source component." : $"The number of source components provided ({sources.Count}) exceeds the maximum ({MostSources})");
        }

        var found = new List<TableObject>();
        foreach (var source in sources.Select(source => source!.AsObject()))
        {
            var name = source["name"]!.GetValue<string>();
            var present = Generation(source["generation"]) is { } generation ? bucket.Find(name, generation) : bucket.Find(name);
            if (present is null)
            {
                throw CloudStorageConditions.NotFound(request, name);
            }

            CloudStorageConditions.Hold(present, Generation(source["objectPreconditions"]?["ifGenerationMatch"]));
            found.Add(present);
        }

        var destination = body["destination"] as JsonObject ?? [];
        var draft = CloudStorageUploadOperations.Draft(destination, null) with { ComponentCount = found.Sum(one => one.Draft.ComponentCount ?? 1) };
        draft = draft with { ContentType = draft.ContentType ?? found[0].Draft.ContentType };
        var content = new JoinedBlob(found.Select(one => one.Content));
        var sums = new BlobSums(content);
        var crc = found.Aggregate(0UL, (before, one) => Crc.Crc32C.Combine(before, Crc.Crc32C.FromBytes(one.Sums[ChecksumAlgorithm.Crc32C]), one.Content.Length));
        sums.Know(ChecksumAlgorithm.Crc32C, Crc.Crc32C.ToBytes(crc).ToArray());
        CloudStorageUploadOperations.CheckSums(destination["crc32c"]?.GetValue<string>(), null, sums);
        var written = bucket.TryPut(request.Key, content, sums, draft, present => CloudStorageConditions.Hold(request.Target, present))!;
        if (body["deleteSourceObjects"]?.GetValue<bool>() == true)
        {
            found.ForEach(source => bucket.TryDelete(source.Key, present => present.Generation == source.Generation));
        }

        return Json(Fields(request, CloudStorageResource.Of(request, bucket, written)));
    }

    public static StorageAnswer Json(JsonObject body) => StorageAnswer.Text(200, "application/json; charset=UTF-8", body.ToJsonString());

    /// <summary>What the parameter <c>fields</c> leaves of an answer.</summary>
    public static JsonObject Fields(StorageRequest request, JsonObject body) => request.Query("fields") is { Length: > 0 } mask ? FieldMask.Read(mask).Cut(body) : body;

    /// <summary>The body of a request as JSON.</summary>
    public static async Task<JsonObject> ReadAsync(StorageRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.Cancellation);
        return Parse(buffer.ToArray());
    }

    public static JsonObject Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.IsEmpty ? [] : JsonNode.Parse(bytes)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StorageFailure(400, "parseError", "Parse Error");
        }
    }

    private static long? Generation(JsonNode? node) => node is null ? null : long.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static string Read(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && length > 0 && bytes[0] == '\n' ? Encoding.UTF8.GetString(bytes, 1, length - 1)
            : throw new StorageFailure(400, "invalid", "Invalid argument: pageToken");
    }

    private static void Describe(StorageAnswer answer, TableObject found)
    {
        void Add(string name, string value) => answer.Headers.Add((name, value));
        var crc = $"crc32c={Convert.ToBase64String(found.Sums[ChecksumAlgorithm.Crc32C])}";
        Add("x-goog-generation", found.Generation.ToString(CultureInfo.InvariantCulture));
        Add("x-goog-metageneration", "1");
        Add("x-goog-hash", CloudStorageResource.Md5(found) is { } md5 ? $"{crc},md5={md5}" : crc);
        Add("x-goog-storage-class", "STANDARD");
        Add("x-goog-stored-content-length", found.Content.Length.ToString(CultureInfo.InvariantCulture));
        Add("x-goog-stored-content-encoding", found.Draft.ContentEncoding.Length > 0 ? found.Draft.ContentEncoding : "identity");
        Add("ETag", CloudStorageResource.ETag(found));
        Add("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture));
        answer.Headers.AddRange(found.Draft.Headers.Select(header => (header.Key, header.Value)));
    }
}
