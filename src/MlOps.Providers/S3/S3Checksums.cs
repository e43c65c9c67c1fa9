using System.Globalization;

namespace MlOps.Providers.S3;

/// <summary>What the headers of an answer say of an object's bytes.</summary>
internal static class S3Checksums
{
    private static readonly (ChecksumAlgorithm Algorithm, string Header, int Size)[] s_headers =
    [
        (ChecksumAlgorithm.Crc64Nvme, "x-amz-checksum-crc64nvme", 8),
        (ChecksumAlgorithm.Crc32C, "x-amz-checksum-crc32c", 4),
        (ChecksumAlgorithm.Crc32, "x-amz-checksum-crc32", 4),
        (ChecksumAlgorithm.Sha256, "x-amz-checksum-sha256", 32),
        (ChecksumAlgorithm.Sha1, "x-amz-checksum-sha1", 20),
    ];

    /// <summary>Reads the checksums.</summary>
    /// <param name="response">An answer that describes a whole object, or a range of it.</param>
    /// <param name="bucket">The bucket that the object is in.</param>
    /// <returns>The checksums of the object, each with the number of parts that it was made of; zero for one of the whole.</returns>
    public static IEnumerable<(ObjectChecksum Checksum, int Parts)> Read(HttpResponseMessage response, string bucket)
    {
        // Beside a range stands the checksum of the range, if any.
        if (!response.Content.Headers.NonValidated.Contains("Content-Range"))
        {
            var type = S3Headers.Find(response.Headers, "x-amz-checksum-type");
            var isOfParts = S3Headers.ETag(response).Contains('-', StringComparison.Ordinal);
            foreach (var (algorithm, header, size) in s_headers)
            {
                var (text, parts) = Split(S3Headers.Find(response.Headers, header));

                // What is not as long as it should be is no such checksum, and of an object in parts it may be of the parts when it is not said to be of the whole: emulators answer with both.
                var value = new byte[size + 1];
                var isClear = parts > 0 || type == "FULL_OBJECT" || (type.Length == 0 && (!isOfParts || algorithm == ChecksumAlgorithm.Crc64Nvme));
                if (isClear && Convert.TryFromBase64String(text, value, out var written) && written == size)
                {
                    yield return (new(algorithm, value.AsMemory(0, size)), parts);
                }
            }
        }

        if (Md5(response, bucket) is { } md5)
        {
            yield return md5;
        }
    }

    /// <summary>Reads the MD5 that an ETag is made of.</summary>
    /// <param name="response">An answer that describes an object, or a part of an upload.</param>
    /// <param name="bucket">The bucket that it is in.</param>
    /// <returns>The MD5, with the number of parts; <see langword="null"/> when the ETag is made of something else.</returns>
    public static (ObjectChecksum Checksum, int Parts)? Md5(HttpResponseMessage response, string bucket) =>
        HasMd5(response, bucket) && Split(S3Headers.ETag(response)) is var (text, parts) && text.Length == 32 && text.All(char.IsAsciiHexDigit)
            ? (new(ChecksumAlgorithm.Md5, Convert.FromHexString(text)), parts)
            : null;

    /// <summary>Whether an ETag is made of the content's MD5: not with keys of the key management service or of the customer, and not in directory buckets.</summary>
    private static bool HasMd5(HttpResponseMessage response, string bucket) =>
        !S3Headers.Find(response.Headers, "x-amz-server-side-encryption").StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
        && !response.Headers.NonValidated.Contains("x-amz-server-side-encryption-customer-algorithm")
        && !bucket.EndsWith("--x-s3", StringComparison.Ordinal);

    // A checksum of checksums of parts ends with their number.
    private static (string Text, int Parts) Split(string value) =>
        value.LastIndexOf('-') is var dash && dash < 0 ? (value, 0)
        : int.TryParse(value.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var parts) && parts > 0 ? (value[..dash], parts)
        : ("", 0);
}
