using System.Globalization;

namespace MlOps.StandIn.Storage;

/// <summary>What S3 does with single objects.</summary>
internal sealed class S3ObjectOperations(ObjectTable table, StorageOptions options)
{
    private const string MetadataPrefix = "x-amz-meta-";
    private static readonly string[] KeptHeaders = ["Cache-Control", "Content-Disposition", "Content-Language", "Expires"];
    private readonly S3Body _body = new(options);

    /// <summary>What a request says of an object that is to be.</summary>
    public static ObjectDraft Draft(StorageRequest request) => new()
    {
        ContentType = request.Header("Content-Type"),
        ContentEncoding = string.Join(',', (request.Header("Content-Encoding") ?? "").Split(',').Where(encoding => encoding.Trim() is not ("aws-chunked" or ""))),
        Headers = KeptHeaders.Where(name => request.Header(name) is not null).ToDictionary(name => name, name => request.Header(name)!),
        Metadata = request.Headers.Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key[MetadataPrefix.Length..].ToLowerInvariant(), header => header.Value.ToString()),
        Encryption = request.Header("x-amz-server-side-encryption")?.StartsWith("aws:kms", StringComparison.Ordinal) == true ? ObjectEncryption.Kms : ObjectEncryption.Aes256,
    };

    /// <summary>Whether an object may be written where there is this one. Throws when it may not.</summary>
    public static bool MayWrite(StorageRequest request, TableObject? present)
    {
        if (request.Header("If-None-Match") is "*" && present is not null)
        {
            throw Unmet("If-None-Match");
        }

        return request.Header("If-Match") is not { } wanted || (present is null ? throw NoSuchKey(request) : Matches(wanted, present)) ? true : throw Unmet("If-Match");
    }

    public static StorageAnswer Get(StorageRequest request, TableBucket bucket)
    {
        var found = Find(request, bucket);
        Check(request, found);
        var size = found.Content.Length;
        ByteRange? range;
        int? parts = null;
        if (request.Query("partNumber") is { } number)
        {
            (range, parts) = (Part(found, number), found.Draft.PartSizes.Count);
        }
        else
        {
            range = ByteRange.Read(request.Header("Range"), size);
            if (range is { Length: < 0 })
            {
                throw new StorageFailure(416, "InvalidRange", "The requested range is not satisfiable")
                {
                    Headers = [("Content-Range", $"bytes */{size}")],
                    Details = [("RangeRequested", request.Header("Range")!), ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture))],
                };
            }
        }

        // A range of nothing cannot be written down: the only part of an empty object is all of it.
        var isPart = range is { Length: > 0 };
        var answer = new StorageAnswer(isPart ? 206 : 200)
        {
            ContentType = request.Query("response-content-type") ?? found.Draft.ContentType ?? "binary/octet-stream",
            Content = found.Content,
            Offset = range?.Offset ?? 0,
            Length = range?.Length ?? size,
        };
        Describe(answer, found, bucket);
        answer.Headers.Add(("Accept-Ranges", "bytes"));
        if (isPart)
        {
            answer.Headers.Add(("Content-Range", range!.Value.Of(size)));
        }

        if (parts > 0)
        {
            answer.Headers.Add(("x-amz-mp-parts-count", parts.Value.ToString(CultureInfo.InvariantCulture)));
        }

        if (found.Draft.Checksum is { } algorithm && "ENABLED".Equals(request.Header("x-amz-checksum-mode"), StringComparison.OrdinalIgnoreCase))
        {
            AddChecksum(answer, found, algorithm, range);
        }

        return answer;
    }

    public static StorageAnswer Attributes(StorageRequest request, TableBucket bucket)
    {
        var found = Find(request, bucket);
        var wanted = (request.Header("x-amz-object-attributes") ?? "").Split(',').Select(name => name.Trim()).ToHashSet();
        var document = new S3Xml("GetObjectAttributesResponse").Add("ETag", wanted.Contains("ETag") ? found.ETag : null);
        var algorithm = found.Draft.Checksum;
        if (wanted.Contains("Checksum") && algorithm is { } kept)
        {
            document.Begin("Checksum").Add($"Checksum{S3Checksum.NameOf(kept)}", found.Checksum!.Split('-')[0]).Add("ChecksumType", TypeOf(found)).End("Checksum");
        }

        if (wanted.Contains("ObjectParts") && found.Draft.PartSizes.Count > 0)
        {
            var after = int.Parse(request.Header("x-amz-part-number-marker") ?? "0", CultureInfo.InvariantCulture);
            var count = int.Parse(request.Header("x-amz-max-parts") ?? "1000", CultureInfo.InvariantCulture);
            var page = found.Parts.Index().Skip(after).Take(count).ToList();
            document.Begin("ObjectParts").Add("PartsCount", found.Parts.Count).Add("PartNumberMarker", after).Add("NextPartNumberMarker", after + page.Count)
                .Add("MaxParts", count).Add("IsTruncated", after + page.Count < found.Parts.Count);

            // The service lists parts only where it has something to say of them.
            foreach (var (index, part) in page.Where(_ => algorithm is not null))
            {
                document.Begin("Part").Add("PartNumber", index + 1).Add("Size", part.Length)
                    .Add($"Checksum{S3Checksum.NameOf(algorithm!.Value)}", Convert.ToBase64String(BlobSums.Compute(found.Content, algorithm.Value, part.Offset, part.Length))).End("Part");
            }

            document.End("ObjectParts");
        }

        var answer = document.Add("ObjectSize", wanted.Contains("ObjectSize") ? found.Content.Length.ToString(CultureInfo.InvariantCulture) : null)
            .Add("StorageClass", wanted.Contains("StorageClass") ? "STANDARD" : null).Answer();
        answer.Headers.Add(("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture)));
        return answer;
    }

    public static StorageAnswer Delete(StorageRequest request, TableBucket bucket)
    {
        if (request.Header("If-Match") is { } wanted && bucket.Find(request.Key) is { } present && !Matches(wanted, present))
        {
            throw Unmet("If-Match");
        }

        bucket.Delete(request.Key);
        return new(204);
    }

    public static async Task<StorageAnswer> DeleteSeveralAsync(StorageRequest request, TableBucket bucket)
    {
        var asked = await S3Xml.ReadAsync(request);
        var document = new S3Xml("DeleteResult");
        foreach (var one in S3Xml.All(asked, "Object"))
        {
            var key = S3Xml.Text(one, "Key")!;
            bucket.Delete(key);
            if (S3Xml.Text(asked, "Quiet") != "true")
            {
                document.Begin("Deleted").Add("Key", key).End("Deleted");
            }
        }

        return document.Answer();
    }

    public async Task<StorageAnswer> PutAsync(StorageRequest request, TableBucket bucket)
    {
        CheckKey(request.Key);
        MayWrite(request, bucket.Find(request.Key));
        var (content, sums, kept) = await _body.ReadAsync(request);
        var draft = Draft(request) with { Checksum = kept };
        if (!options.ComputesMd5)
        {
            draft = draft with { ETag = Guid.NewGuid().ToString("N") };
        }

        var written = bucket.TryPut(request.Key, content, sums, draft, present => MayWrite(request, present))!;
        var answer = new StorageAnswer();
        AddWritten(answer, written, bucket);
        return answer;
    }

    public async Task<StorageAnswer> CopyAsync(StorageRequest request, TableBucket bucket)
    {
        CheckKey(request.Key);
        var source = Uri.UnescapeDataString(request.Header("x-amz-copy-source")!.Split('?')[0]).TrimStart('/').Split('/', 2);
        var from = table.Find(source[0]) ?? throw new StorageFailure(404, "NoSuchBucket", "The specified bucket does not exist");
        var copied = from.Find(source.ElementAtOrDefault(1) ?? "") ?? throw NoSuchKey(request);
        if (request.Header("x-amz-copy-source-if-match") is { } wanted && !Matches(wanted, copied))
        {
            throw Unmet("x-amz-copy-source-If-Match");
        }

        // A copy is written in one piece, with a checksum of the whole.
        var said = request.Header("x-amz-metadata-directive") == "REPLACE" ? Draft(request) : copied.Draft;
        var draft = said with { PartSizes = [], ETag = null, IsChecksumComposite = false, LastModified = null, Checksum = copied.Draft.Checksum ?? ChecksumAlgorithm.Crc64Nvme };
        var written = bucket.TryPut(request.Key, copied.Content, copied.Sums, draft, present => MayWrite(request, present))!;
        await Task.CompletedTask;
        return new S3Xml("CopyObjectResult").Add("ETag", $"\"{written.ETag}\"").Add("LastModified", written.LastModified).Answer();
    }

    /// <summary>The headers of an answer to what was written.</summary>
    public static void AddWritten(StorageAnswer answer, TableObject written, TableBucket bucket)
    {
        answer.Headers.Add(("ETag", $"\"{written.ETag}\""));
        AddEncryption(answer, written.Draft.Encryption);
        if (bucket.KeepsVersions)
        {
            answer.Headers.Add(("x-amz-version-id", written.VersionId));
        }

        if (written.Draft.Checksum is { } algorithm)
        {
            answer.Headers.Add((S3Checksum.HeaderOf(algorithm), written.Checksum!));
            answer.Headers.Add(("x-amz-checksum-type", TypeOf(written)));
        }
    }

    public static void AddEncryption(StorageAnswer answer, ObjectEncryption encryption) =>
        answer.Headers.Add(("x-amz-server-side-encryption", encryption == ObjectEncryption.Kms ? "aws:kms" : "AES256"));

    public static void CheckKey(string key)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(key) > 1024)
        {
            throw new StorageFailure(400, "KeyTooLongError", "Your key is too long");
        }
    }

    public static StorageFailure Unmet(string condition) =>
        new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold") { Details = [("Condition", condition)] };

    private static string TypeOf(TableObject one) => one.Draft.IsChecksumComposite ? "COMPOSITE" : "FULL_OBJECT";

    private static bool Matches(string wanted, TableObject one) => wanted.Split(',').Any(tag => tag.Trim() is "*" || tag.Trim().Trim('"') == one.ETag);

    private static StorageFailure NoSuchKey(StorageRequest request) => new(404, "NoSuchKey", "The specified key does not exist.") { Details = [("Key", request.Key)] };

    private static TableObject Find(StorageRequest request, TableBucket bucket)
    {
        if (request.Query("versionId") is not { Length: > 0 } version)
        {
            return bucket.Find(request.Key) ?? throw NoSuchKey(request);
        }

        return (long.TryParse(version, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var generation) ? bucket.Find(request.Key, generation) : null)
            ?? throw new StorageFailure(404, "NoSuchVersion", "The specified version does not exist.") { Details = [("Key", request.Key), ("VersionId", version)] };
    }

    private static void Check(StorageRequest request, TableObject found)
    {
        static DateTimeOffset? Time(string? header) => DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, out var time) ? time : null;

        // To the second, as HTTP has it.
        var modified = found.LastModified.AddTicks(-(found.LastModified.Ticks % TimeSpan.TicksPerSecond));
        var ifMatch = request.Header("If-Match");
        if (ifMatch is not null ? !Matches(ifMatch, found) : Time(request.Header("If-Unmodified-Since")) < modified)
        {
            throw Unmet(ifMatch is not null ? "If-Match" : "If-Unmodified-Since");
        }

        var ifNone = request.Header("If-None-Match");
        if (ifNone is not null ? Matches(ifNone, found) : Time(request.Header("If-Modified-Since")) >= modified)
        {
            throw new StorageFailure(304, "NotModified", "Not Modified") { Headers = [("ETag", $"\"{found.ETag}\""), ("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture))] };
        }
    }

    private static ByteRange Part(TableObject found, string number)
    {
        var parts = found.Parts;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= parts.Count
            ? new(parts[index - 1].Offset, parts[index - 1].Length)
            : throw new StorageFailure(416, "InvalidPartNumber", "The requested partnumber is not satisfiable") { Details = [("ActualPartCount", parts.Count.ToString(CultureInfo.InvariantCulture)), ("PartNumberRequested", number)] };
    }

    private static void Describe(StorageAnswer answer, TableObject found, TableBucket bucket)
    {
        answer.Headers.Add(("ETag", $"\"{found.ETag}\""));
        answer.Headers.Add(("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture)));
        AddEncryption(answer, found.Draft.Encryption);
        if (bucket.KeepsVersions)
        {
            answer.Headers.Add(("x-amz-version-id", found.VersionId));
        }

        if (found.Draft.ContentEncoding.Length > 0)
        {
            answer.Headers.Add(("Content-Encoding", found.Draft.ContentEncoding));
        }

        answer.Headers.AddRange(found.Draft.Headers.Select(header => (header.Key, header.Value)));
        answer.Headers.AddRange(found.Draft.Metadata.Select(entry => (MetadataPrefix + entry.Key, entry.Value)));
    }

    private static void AddChecksum(StorageAnswer answer, TableObject found, ChecksumAlgorithm algorithm, ByteRange? range)
    {
        // Of a range nothing is known, unless it is a part or the whole. The number of parts is not said of a range, even when it is the whole.
        var value = range is not { } asked ? found.Checksum
            : asked.Length == found.Content.Length ? found.Checksum!.Split('-')[0]
            : found.Draft.IsChecksumComposite && found.Parts.Contains(new(asked.Offset, asked.Length)) ? Convert.ToBase64String(BlobSums.Compute(found.Content, algorithm, asked.Offset, asked.Length))
            : null;
        if (value is not null)
        {
            answer.Headers.Add((S3Checksum.HeaderOf(algorithm), value));
            answer.Headers.Add(("x-amz-checksum-type", TypeOf(found)));
        }
    }
}
