using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Storage;

/// <summary>Buckets and objects as Cloud Storage shows them.</summary>
internal sealed class CloudStorageResource(StorageOptions options)
{
    public static JsonObject Of(StorageRequest request, TableBucket bucket, TableObject one)
    {
        var generation = one.Generation.ToString(CultureInfo.InvariantCulture);
        var address = $"{request.Context.Request.Scheme}://{request.Context.Request.Host}";
        var path = $"storage/v1/b/{bucket.Name}/o/{Uri.EscapeDataString(one.Key)}";
        var time = Time(one.LastModified);
        var shown = new JsonObject
        {
            ["kind"] = "storage#object",
            ["id"] = $"{bucket.Name}/{one.Key}/{generation}",
            ["selfLink"] = $"{address}/{path}",
            ["mediaLink"] = $"{address}/download/{path}?generation={generation}&alt=media",
            ["name"] = one.Key,
            ["bucket"] = bucket.Name,
            ["generation"] = generation,
            ["metageneration"] = "1",
            ["storageClass"] = "STANDARD",
            ["size"] = one.Content.Length.ToString(CultureInfo.InvariantCulture),
            ["crc32c"] = Convert.ToBase64String(one.Sums[ChecksumAlgorithm.Crc32C]),
            ["etag"] = ETag(one),
            ["timeCreated"] = time,
            ["updated"] = time,
            ["timeStorageClassUpdated"] = time,
            ["timeFinalized"] = time,
        };
        if (Md5(one) is { } md5)
        {
            shown["md5Hash"] = md5;
        }

        if (one.Draft.ContentType is { } type)
        {
            shown["contentType"] = type;
        }

        if (one.Draft.ContentEncoding.Length > 0)
        {
            shown["contentEncoding"] = one.Draft.ContentEncoding;
        }

        if (one.Draft.ComponentCount is { } components)
        {
            shown["componentCount"] = components;
        }

        foreach (var (name, header) in new[] { ("cacheControl", "Cache-Control"), ("contentDisposition", "Content-Disposition"), ("contentLanguage", "Content-Language") })
        {
            if (one.Draft.Headers.TryGetValue(header, out var value))
            {
                shown[name] = value;
            }
        }

        if (one.Draft.Metadata.Count > 0)
        {
            shown["metadata"] = new JsonObject(one.Draft.Metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        }

        return shown;
    }

    public JsonObject Of(TableBucket bucket) => new()
    {
        ["kind"] = "storage#bucket",
        ["id"] = bucket.Name,
        ["name"] = bucket.Name,
        ["projectNumber"] = options.ProjectNumber,
        ["location"] = bucket.Region.ToUpperInvariant(),
        ["locationType"] = "region",
        ["storageClass"] = "STANDARD",
        ["timeCreated"] = Time(bucket.Created),
        ["updated"] = Time(bucket.Created),
        ["metageneration"] = "1",
        ["etag"] = "CAE=",
    };

    /// <summary>The MD5 of an object; null for those that have none.</summary>
    public static string? Md5(TableObject one) => one.Draft.ComponentCount is not null || one.Draft.HasNoMd5 ? null : Convert.ToBase64String(one.Sums[ChecksumAlgorithm.Md5]);

    public static string ETag(TableObject one)
    {
        // A message with the generation and the metageneration.
        Span<byte> bytes = stackalloc byte[10];
        BinaryPrimitives.WriteInt64BigEndian(bytes, one.Generation);
        BinaryPrimitives.WriteInt16BigEndian(bytes[8..], 0x1001);
        return Convert.ToBase64String(bytes);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
