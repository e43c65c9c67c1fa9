using System.Net.Http.Headers;

namespace MlOps.Providers.S3;

/// <summary>Reads headers as they came: what the platform makes of their syntax is not asked for.</summary>
internal static class S3Headers
{
    /// <summary>The value of a header.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">The header.</param>
    /// <returns>The value; empty when there is none.</returns>
    public static string Find(HttpHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : "";

    /// <summary>The version of an object, as answers to requests say it.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>The ETag without its quotation marks; empty when there is none.</returns>
    public static string ETag(HttpResponseMessage response) => Find(response.Headers, "ETag").Trim('"');

    /// <summary>How the object is encoded. The marker of the encoding that uploads have on the way does not count.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>The encoding; empty for none.</returns>
    public static string ContentEncoding(HttpResponseMessage response) => string.Join(
        ", ", Find(response.Content.Headers, "Content-Encoding").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(each => !each.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)));
}
