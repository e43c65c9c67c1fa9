using System.Globalization;
using System.Net;

namespace MlOps.Providers.S3;

/// <summary>Holds an answer against the range of an object that was asked for.</summary>
internal static class S3Range
{
    /// <summary>Sees that the bytes that follow are the ones.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="source">The object.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="isWhole">Whether that is all of it, and no range was asked for.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Conflict"/>: the object has changed. Else: the answer is another one.</exception>
    public static void Check(HttpResponseMessage response, StoredObject source, long offset, long length, bool isWhole)
    {
        var place = TerminalText.Clean(source.Location.ToString());
        var tag = S3Headers.ETag(response);
        if (source.Version.Length > 0 && tag.Length > 0 && tag != source.Version)
        {
            throw new MlOpsException(ErrorCode.Conflict, $"{place} has changed since it was looked at.", "Start over with what is there now.", place);
        }

        var range = S3Headers.Find(response.Content.Headers, "Content-Range");
        var wanted = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + length - 1}/");
        var isRange = isWhole ? response.StatusCode == HttpStatusCode.OK : response.StatusCode == HttpStatusCode.PartialContent && range.StartsWith(wanted, StringComparison.Ordinal);
        var total = isWhole ? response.Content.Headers.ContentLength : long.TryParse(range.AsSpan(range.IndexOf('/', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : null;
        if (total is { } size && size != source.Size && (isRange || isWhole) && (tag.Length == 0 || source.Version.Length == 0))
        {
            throw new MlOpsException(ErrorCode.Conflict, $"{place} has {size} bytes, and had {source.Size} when it was looked at.", "Start over with what is there now.", place);
        }

        // A size that does not go with the version is a mistake on the way.
        if (!isRange || (total is not null && total != source.Size) || (response.Content.Headers.ContentLength is { } sent && sent != length))
        {
            throw new MlOpsException(
                ErrorCode.ProviderError,
                $"S3 was asked for the bytes {offset} to {offset + length - 1} of {place} and answered with {Answer(response, range)}.",
                "Try again; look at what is between here and S3 if it stays so.",
                place);
        }
    }

    private static string Answer(HttpResponseMessage response, string range) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(range.Length > 0 ? $"'{TerminalText.Clean(range)}'" : "the whole object")}, {response.Content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} bytes");
}
