using System.Globalization;
using System.Net;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>What is asked about uploads in parts.</summary>
internal static class S3UploadQuestions
{
    /// <summary>Finds the parts of an upload.</summary>
    /// <param name="client">S3.</param>
    /// <param name="target">The object to be.</param>
    /// <param name="id">What S3 calls the upload.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The parts that are there; <see langword="null"/> when S3 does not know the upload any more, or does not let us look at it.</returns>
    public static async Task<IReadOnlyList<S3Part>?> FindPartsAsync(this S3Client client, ObjectLocation target, string id, CancellationToken cancellationToken)
    {
        var parts = new List<S3Part>();
        try
        {
            for (var after = 0; ;)
            {
                var page = await client.AskAsync(
                    new(HttpMethod.Get, "ListMultipartUploadParts", target, ("uploadId", id), ("part-number-marker", after.ToString(CultureInfo.InvariantCulture))),
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

    /// <summary>Finds the uploads of an object that are neither complete nor thrown away.</summary>
    /// <param name="client">S3.</param>
    /// <param name="target">The object to be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What S3 calls them.</returns>
    /// <exception cref="MlOpsException">S3 refused, or could not be reached.</exception>
    public static Task<IReadOnlyList<string>> FindUploadsAsync(this S3Client client, ObjectLocation target, CancellationToken cancellationToken) => client.AskAsync<IReadOnlyList<string>>(
        new(HttpMethod.Get, "ListBucketMultipartUploads", target with { Key = "" }, ("uploads", ""), ("prefix", target.Key), ("encoding-type", "url")),
        (_, body) =>
        {
            var page = S3Document.Read(body, "ListMultipartUploads");
            var isEscaped = AwsXml.Text(page, "EncodingType") == "url";
            return
            [
                .. page.Elements()
                    .Where(each => each.Name.LocalName == "Upload" && AwsXml.Text(each, "Key") is { } key && (isEscaped ? WebUtility.UrlDecode(key) : key) == target.Key)
                    .Select(each => AwsXml.Text(each, "UploadId") ?? "")
                    .Where(id => id.Length > 0),
            ];
        },
        cancellationToken);

    /// <summary>Throws an upload away with its parts.</summary>
    /// <param name="client">S3.</param>
    /// <param name="target">The object to be.</param>
    /// <param name="id">What S3 calls the upload.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">S3 refused, or could not be reached.</exception>
    public static async Task EndUploadAsync(this S3Client client, ObjectLocation target, string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.AskAsync(new(HttpMethod.Delete, "AbortMultipartUpload", target, ("uploadId", id)), (_, _) => true, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            // It is gone already.
        }
    }
}
