using System.Globalization;

namespace MlOps.StandIn.Storage;

/// <summary>Takes the body of a request to S3 and holds it against everything that the request says of it.</summary>
internal sealed class S3Body(StorageOptions options)
{
    private const string Trailer = "x-amz-trailer";
    private const string PayloadHash = "x-amz-content-sha256";

    /// <summary>The body, without the form in which it was sent.</summary>
    public static Stream Of(StorageRequest request) => IsChunked(request) ? new AwsChunkedStream(request.Body) : request.Body;

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kept">The checksum that is kept of it; null: the one that the request names, or the usual one.</param>
    /// <returns>The bytes, their checksums, and the checksum that is to be kept.</returns>
    public async Task<(Blob Content, BlobSums Sums, ChecksumAlgorithm? Kept)> ReadAsync(StorageRequest request, ChecksumAlgorithm? kept = null)
    {
        var declared = Declared(request);
        if (declared == ChecksumAlgorithm.Crc64Nvme && !options.KnowsCrc64Nvme)
        {
            throw new StorageFailure(400, "InvalidRequest", "The algorithm type you specified in x-amz-checksum- header is invalid.");
        }

        kept ??= declared ?? (options.KnowsCrc64Nvme ? ChecksumAlgorithm.Crc64Nvme : null);
        var hash = options.ChecksPayloadHash && request.Header(PayloadHash) is { Length: 64 } given ? given : null;
        List<ChecksumAlgorithm> sums = [];
        if (options.ComputesMd5 || request.Header("Content-MD5") is not null)
        {
            sums.Add(ChecksumAlgorithm.Md5);
        }

        if (options.Bodies == BodyKeeping.Discard)
        {
            sums.AddRange([ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme]);
        }

        sums.AddRange([.. new[] { declared, kept, hash is null ? null : ChecksumAlgorithm.Sha256 }.OfType<ChecksumAlgorithm>()]);
        using var sink = new BodySink(options, sums);
        var body = Of(request);
        var length = Expected(request);
        await sink.FillAsync(body, length, request.Cancellation);
        if (length is not null && sink.Length != length)
        {
            throw new StorageFailure(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }

        var (content, computed) = sink.Finish();
        Check(request, (body as AwsChunkedStream)?.Trailers, computed, declared, hash);
        return (content, computed, kept);
    }

    private static bool IsChunked(StorageRequest request) => request.Header(PayloadHash)?.StartsWith("STREAMING-", StringComparison.Ordinal) == true
        || request.Header("Content-Encoding")?.Split(',').Any(encoding => encoding.Trim() == "aws-chunked") == true;

    private static long? Expected(StorageRequest request) => !IsChunked(request)
        ? request.Context.Request.ContentLength ?? throw new StorageFailure(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        : long.TryParse(request.Header("x-amz-decoded-content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length
        : throw new StorageFailure(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");

    private static ChecksumAlgorithm? Declared(StorageRequest request)
    {
        var trailer = request.Header(Trailer)?.Split(',').Select(name => name.Trim()).FirstOrDefault(name => name.StartsWith(S3Checksum.HeaderPrefix, StringComparison.OrdinalIgnoreCase));
        return trailer is not null
            ? S3Checksum.Find(trailer[S3Checksum.HeaderPrefix.Length..]) ?? throw new StorageFailure(400, "InvalidRequest", "The value specified in the x-amz-trailer header is not supported")
            : S3Checksum.All.Where(algorithm => request.Header(S3Checksum.HeaderOf(algorithm)) is not null).Select(algorithm => (ChecksumAlgorithm?)algorithm).FirstOrDefault();
    }

    private static void Check(StorageRequest request, Dictionary<string, string>? trailers, BlobSums sums, ChecksumAlgorithm? declared, string? hash)
    {
        if (request.Header("Content-MD5") is { } md5)
        {
            CheckMd5(md5, sums);
        }

        if (hash is not null && hash != Convert.ToHexStringLower(sums[ChecksumAlgorithm.Sha256]))
        {
            throw new StorageFailure(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }

        if (declared is not { } algorithm)
        {
            return;
        }

        var header = S3Checksum.HeaderOf(algorithm);
        var said = request.Header(header) ?? trailers?.GetValueOrDefault(header) ?? throw new StorageFailure(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");
        if (said != Convert.ToBase64String(sums[algorithm]))
        {
            throw new StorageFailure(400, "BadDigest", $"The {S3Checksum.NameOf(algorithm)} you specified did not match the calculated checksum.");
        }
    }

    private static void CheckMd5(string said, BlobSums sums)
    {
        var value = new byte[18];
        if (!Convert.TryFromBase64String(said, value, out var length) || length != 16)
        {
            throw new StorageFailure(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        }

        if (!value.AsSpan(0, 16).SequenceEqual(sums[ChecksumAlgorithm.Md5]))
        {
            throw new StorageFailure(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }
}
