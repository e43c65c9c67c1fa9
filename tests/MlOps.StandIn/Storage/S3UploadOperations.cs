using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;

namespace MlOps.StandIn.Storage;

/// <summary>Uploads in parts to S3.</summary>
internal sealed class S3UploadOperations(StorageOptions options)
{
    private const int MostParts = 10_000;
    private readonly ConcurrentDictionary<string, S3Upload> _uploads = new(StringComparer.Ordinal);
    private readonly S3Body _body = new(options);

    public StorageAnswer Create(StorageRequest request, TableBucket bucket)
    {
        S3ObjectOperations.CheckKey(request.Key);
        var draft = S3ObjectOperations.Draft(request);
        var name = request.Header("x-amz-checksum-algorithm");
        var algorithm = name is null ? (ChecksumAlgorithm?)null : S3Checksum.Find(name) ?? throw Refused("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        if (algorithm == ChecksumAlgorithm.Crc64Nvme && !options.KnowsCrc64Nvme)
        {
            throw Refused("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, SHA1, SHA256]");
        }

        var isComposite = request.Header("x-amz-checksum-type") switch
        {
            null => algorithm is not (null or ChecksumAlgorithm.Crc64Nvme),
            "FULL_OBJECT" when algorithm is ChecksumAlgorithm.Sha1 or ChecksumAlgorithm.Sha256 => throw Refused($"The FULL_OBJECT checksum type cannot be used with the {name} checksum algorithm."),
            "COMPOSITE" when algorithm is null or ChecksumAlgorithm.Crc64Nvme => throw Refused("The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm."),
            var type => type == "COMPOSITE",
        };
        draft = draft with { Checksum = algorithm ?? (options.KnowsCrc64Nvme ? ChecksumAlgorithm.Crc64Nvme : null), IsChecksumComposite = isComposite };
        var upload = new S3Upload(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), bucket.Name, request.Key, draft, DateTimeOffset.UtcNow);
        _uploads[upload.Id] = upload;
        var answer = new S3Xml("InitiateMultipartUploadResult").Add("Bucket", bucket.Name).Add("Key", request.Key).Add("UploadId", upload.Id).Answer();
        S3ObjectOperations.AddEncryption(answer, draft.Encryption);
        if (algorithm is { } named)
        {
            answer.Headers.Add(("x-amz-checksum-algorithm", S3Checksum.NameOf(named)));
            answer.Headers.Add(("x-amz-checksum-type", isComposite ? "COMPOSITE" : "FULL_OBJECT"));
        }

        return answer;
    }

    public async Task<StorageAnswer> UploadPartAsync(StorageRequest request, TableBucket bucket)
    {
        var upload = Find(request);
        if (!int.TryParse(request.Query("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostParts)
        {
            throw new StorageFailure(400, "InvalidArgument", $"Part number must be an integer between 1 and {MostParts}, inclusive") { Details = [("ArgumentName", "partNumber")] };
        }

        var (content, sums, _) = await _body.ReadAsync(request, upload.Draft.Checksum);
        var isMd5 = options.ComputesMd5 && upload.Draft.Encryption != ObjectEncryption.Kms;
        var part = new S3Part(number, content, sums, isMd5 ? Convert.ToHexStringLower(sums[ChecksumAlgorithm.Md5]) : Guid.NewGuid().ToString("N"), DateTimeOffset.UtcNow);
        lock (upload.Parts)
        {
            // It may have been ended while the part was on its way.
            Find(request);
            upload.Parts[number] = part;
        }

        var answer = new StorageAnswer();
        answer.Headers.Add(("ETag", $"\"{part.ETag}\""));
        S3ObjectOperations.AddEncryption(answer, upload.Draft.Encryption);
        if (upload.Draft.Checksum is { } algorithm)
        {
            answer.Headers.Add((S3Checksum.HeaderOf(algorithm), Convert.ToBase64String(sums[algorithm])));
        }

        return answer;
    }

    public StorageAnswer ListParts(StorageRequest request, TableBucket bucket)
    {
        var upload = Find(request);
        var after = int.Parse(request.Query("part-number-marker") ?? "0", CultureInfo.InvariantCulture);
        var count = Math.Min(options.PageSize, int.Parse(request.Query("max-parts") ?? "1000", CultureInfo.InvariantCulture));
        S3Part[] parts;
        lock (upload.Parts)
        {
            parts = [.. upload.Parts.Values.Where(part => part.Number > after)];
        }

        var page = parts.Take(count).ToArray();
        var document = new S3Xml("ListPartsResult").Add("Bucket", bucket.Name).Add("Key", upload.Key).Add("UploadId", upload.Id).Add("StorageClass", "STANDARD")
            .Add("PartNumberMarker", after).Add("NextPartNumberMarker", page.Length > 0 ? page[^1].Number : 0).Add("MaxParts", count).Add("IsTruncated", page.Length < parts.Length)
            .Add("ChecksumAlgorithm", upload.Draft.Checksum is { } kept ? S3Checksum.NameOf(kept) : null)
            .Add("ChecksumType", upload.Draft.Checksum is null ? null : upload.Draft.IsChecksumComposite ? "COMPOSITE" : "FULL_OBJECT");
        foreach (var part in page)
        {
            document.Begin("Part").Add("PartNumber", part.Number).Add("LastModified", part.LastModified).Add("ETag", $"\"{part.ETag}\"").Add("Size", part.Content.Length);
            if (upload.Draft.Checksum is { } algorithm)
            {
                document.Add($"Checksum{S3Checksum.NameOf(algorithm)}", Convert.ToBase64String(part.Sums[algorithm]));
            }

            document.End("Part");
        }

        return document.Answer();
    }

    public StorageAnswer List(StorageRequest request, TableBucket bucket)
    {
        var (prefix, keyMarker, idMarker) = (request.Query("prefix") ?? "", request.Query("key-marker") ?? "", request.Query("upload-id-marker") ?? "");
        var count = Math.Min(options.PageSize, int.Parse(request.Query("max-uploads") ?? "1000", CultureInfo.InvariantCulture));
        var found = _uploads.Values.Where(upload => upload.Bucket == bucket.Name && upload.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(upload => upload.Key, Utf8Order.Instance).ThenBy(upload => upload.Initiated).ThenBy(upload => upload.Id, StringComparer.Ordinal).ToList();
        if (keyMarker.Length > 0)
        {
            var start = found.FindIndex(upload => upload.Key == keyMarker && upload.Id == idMarker) + 1;
            found = start > 0 ? found[start..] : [.. found.Where(upload => Utf8Order.Instance.Compare(upload.Key, keyMarker) > 0)];
        }

        var page = found.Take(count).ToList();
        var isMore = page.Count < found.Count;
        var document = new S3Xml("ListMultipartUploadsResult").Add("Bucket", bucket.Name).Add("KeyMarker", keyMarker).Add("UploadIdMarker", idMarker).Add("Prefix", prefix)
            .Add("NextKeyMarker", isMore ? page[^1].Key : null).Add("NextUploadIdMarker", isMore ? page[^1].Id : null).Add("MaxUploads", count).Add("IsTruncated", isMore);
        foreach (var upload in page)
        {
            document.Begin("Upload").Add("Key", upload.Key).Add("UploadId", upload.Id).Add("Initiated", upload.Initiated).Add("StorageClass", "STANDARD");
            if (upload.Draft.Checksum is { } algorithm)
            {
                document.Add("ChecksumAlgorithm", S3Checksum.NameOf(algorithm)).Add("ChecksumType", upload.Draft.IsChecksumComposite ? "COMPOSITE" : "FULL_OBJECT");
            }

            document.End("Upload");
        }

        return document.Answer();
    }

    public async Task<StorageAnswer> CompleteAsync(StorageRequest request, TableBucket bucket)
    {
        var asked = S3Xml.All(await S3Xml.ReadAsync(request), "Part").ToList();
        var upload = Find(request);
        TableObject written;
        lock (upload.Parts)
        {
            Find(request);
            var parts = Chosen(upload, asked);
            var (content, sums) = Join(upload, parts, request);
            var draft = upload.Draft with { PartSizes = [.. parts.Select(part => part.Content.Length)], ETag = ETag(parts) };
            written = bucket.TryPut(upload.Key, content, sums, draft, present => S3ObjectOperations.MayWrite(request, present))!;
            _uploads.TryRemove(upload.Id, out _);
        }

        var document = new S3Xml("CompleteMultipartUploadResult")
            .Add("Location", $"http://{request.Context.Request.Host}/{bucket.Name}/{Uri.EscapeDataString(upload.Key)}").Add("Bucket", bucket.Name).Add("Key", upload.Key).Add("ETag", $"\"{written.ETag}\"");
        if (written.Draft.Checksum is { } algorithm)
        {
            document.Add($"Checksum{S3Checksum.NameOf(algorithm)}", written.Checksum).Add("ChecksumType", written.Draft.IsChecksumComposite ? "COMPOSITE" : "FULL_OBJECT");
        }

        var answer = document.Answer();
        S3ObjectOperations.AddEncryption(answer, written.Draft.Encryption);
        if (bucket.KeepsVersions)
        {
            answer.Headers.Add(("x-amz-version-id", written.VersionId));
        }

        return answer;
    }

    public StorageAnswer Abort(StorageRequest request, TableBucket bucket)
    {
        var upload = Find(request);
        lock (upload.Parts)
        {
            _uploads.TryRemove(upload.Id, out _);
        }

        return new(204);
    }

    private static StorageFailure Refused(string message) => new(400, "InvalidRequest", message);

    private static string ETag(S3Part[] parts)
    {
        using var all = ContentHash.Create(ChecksumAlgorithm.Md5);
        foreach (var part in parts)
        {
            all.Append(Convert.FromHexString(part.ETag));
        }

        return $"{Convert.ToHexStringLower(all.Finish().Span)}-{parts.Length}";
    }

    private S3Upload Find(StorageRequest request) => _uploads.TryGetValue(request.Query("uploadId") ?? "", out var upload) && upload.Key == request.Key && upload.Bucket == request.Bucket
        ? upload
        : throw new StorageFailure(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        {
            Details = [("UploadId", request.Query("uploadId") ?? "")],
        };

    /// <summary>The parts that the request names, when it names them as they are.</summary>
    private S3Part[] Chosen(S3Upload upload, List<XElement> asked)
    {
        if (asked.Count == 0)
        {
            throw new StorageFailure(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }

        var chosen = new List<S3Part>();
        foreach (var one in asked)
        {
            var number = int.Parse(S3Xml.Text(one, "PartNumber") ?? "0", CultureInfo.InvariantCulture);
            if (chosen.Count > 0 && number <= chosen[^1].Number)
            {
                throw new StorageFailure(400, "InvalidPartOrder", "The list of parts was not in ascending order. The parts list must be specified in order by part number.");
            }

            var part = upload.Parts.GetValueOrDefault(number);
            var sum = upload.Draft.Checksum is { } algorithm ? S3Xml.Text(one, $"Checksum{S3Checksum.NameOf(algorithm)}") : null;
            if (part is null || S3Xml.Text(one, "ETag")?.Trim('"') != part.ETag || (sum is not null && sum != Convert.ToBase64String(part.Sums[upload.Draft.Checksum!.Value])))
            {
                throw new StorageFailure(400, "InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
                {
                    Details = [("UploadId", upload.Id), ("PartNumber", number.ToString(CultureInfo.InvariantCulture))],
                };
            }

            chosen.Add(part);
        }

        return chosen.SkipLast(1).FirstOrDefault(part => part.Content.Length < options.MinimumPartSize) is { } small
            ? throw new StorageFailure(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            {
                Details = [("ProposedSize", small.Content.Length.ToString(CultureInfo.InvariantCulture)), ("MinSizeAllowed", options.MinimumPartSize.ToString(CultureInfo.InvariantCulture)), ("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture))],
            }
            : [.. chosen];
    }

    /// <summary>The whole, when its size and its checksum are what the request says.</summary>
    private static (Blob Content, BlobSums Sums) Join(S3Upload upload, S3Part[] parts, StorageRequest request)
    {
        Blob content = parts is [var only] ? only.Content : new JoinedBlob(parts.Select(part => part.Content));
        if (long.TryParse(request.Header("x-amz-mp-object-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size != content.Length)
        {
            throw Refused($"The provided 'x-amz-mp-object-size' header value {size} does not match what was computed: {content.Length}");
        }

        var sums = new BlobSums(content);
        foreach (var algorithm in new[] { ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc32 }.Where(algorithm => parts.All(part => part.Sums.Knows(algorithm))))
        {
            var crc = Crc.Of(algorithm)!;
            var whole = parts.Aggregate(0UL, (before, part) => crc.Combine(before, crc.FromBytes(part.Sums[algorithm]), part.Content.Length));
            sums.Know(algorithm, crc.ToBytes(whole).ToArray());
        }

        if (upload.Draft.Checksum is not { } kept || request.Header(S3Checksum.HeaderOf(kept)) is not { } said)
        {
            return (content, sums);
        }

        if (upload.Draft.IsChecksumComposite)
        {
            using var all = ContentHash.Create(kept);
            Array.ForEach(parts, part => all.Append(part.Sums[kept]));
            var composite = Convert.ToBase64String(all.Finish().Span);
            return said == composite || said == $"{composite}-{parts.Length}" ? (content, sums) : throw Mismatch();
        }

        return said == Convert.ToBase64String(sums[kept]) ? (content, sums) : throw Mismatch();

        StorageFailure Mismatch() => new(400, "BadDigest", $"The {S3Checksum.NameOf(kept)} you specified did not match the calculated checksum.");
    }
}
