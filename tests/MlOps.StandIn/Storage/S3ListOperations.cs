using System.Globalization;
using System.Text;

namespace MlOps.StandIn.Storage;

/// <summary>The lists of objects of S3, both versions.</summary>
internal sealed class S3ListOperations(StorageOptions options)
{
    private const string UnescapedMarks = "-._*/";

    public StorageAnswer ListV2(StorageRequest request, TableBucket bucket)
    {
        var token = request.Query("continuation-token");
        var after = token is null ? request.Query("start-after") ?? "" : Read(token);
        var (prefix, delimiter, size) = Parameters(request);
        var page = bucket.List(prefix, delimiter, after, Math.Min(size, options.PageSize));
        var shown = Shown(request);
        var document = new S3Xml("ListBucketResult")
            .Add("Name", bucket.Name).Add("Prefix", shown(prefix)).Add("ContinuationToken", token).Add("NextContinuationToken", page.IsMore ? Token(page.Entries[^1].Name) : null)
            .Add("StartAfter", request.Query("start-after") is { } start ? shown(start) : null)
            .Add("KeyCount", page.Entries.Count).Add("MaxKeys", size).Add("Delimiter", delimiter.Length > 0 ? shown(delimiter) : null)
            .Add("EncodingType", request.Query("encoding-type")).Add("IsTruncated", page.IsMore);
        return Entries(document, page, shown).Answer();
    }

    public StorageAnswer ListV1(StorageRequest request, TableBucket bucket)
    {
        var (prefix, delimiter, size) = Parameters(request);
        var page = bucket.List(prefix, delimiter, request.Query("marker") ?? "", Math.Min(size, options.PageSize));
        var shown = Shown(request);

        // Without a delimiter the last key is the marker of the next page.
        var document = new S3Xml("ListBucketResult")
            .Add("Name", bucket.Name).Add("Prefix", shown(prefix)).Add("Marker", shown(request.Query("marker") ?? "")).Add("NextMarker", page.IsMore && delimiter.Length > 0 ? shown(page.Entries[^1].Name) : null)
            .Add("MaxKeys", size).Add("Delimiter", delimiter.Length > 0 ? shown(delimiter) : null).Add("EncodingType", request.Query("encoding-type")).Add("IsTruncated", page.IsMore);
        return Entries(document, page, shown).Answer();
    }

    private static S3Xml Entries(S3Xml document, ListedPage page, Func<string, string> shown)
    {
        foreach (var (name, one) in page.Entries)
        {
            if (one is null)
            {
                continue;
            }

            document.Begin("Contents").Add("Key", shown(name)).Add("LastModified", one.LastModified).Add("ETag", $"\"{one.ETag}\"");
            if (one.Draft.Checksum is { } algorithm)
            {
                document.Add("ChecksumAlgorithm", S3Checksum.NameOf(algorithm)).Add("ChecksumType", one.Draft.IsChecksumComposite ? "COMPOSITE" : "FULL_OBJECT");
            }

            document.Add("Size", one.Content.Length).Add("StorageClass", "STANDARD").End("Contents");
        }

        foreach (var (name, _) in page.Entries.Where(entry => entry.Object is null))
        {
            document.Begin("CommonPrefixes").Add("Prefix", shown(name)).End("CommonPrefixes");
        }

        return document;
    }

    private static (string Prefix, string Delimiter, int Size) Parameters(StorageRequest request)
    {
        var size = 1000;
        if (request.Query("max-keys") is { } said && (!int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 0))
        {
            throw new StorageFailure(400, "InvalidArgument", "Provided max-keys not an integer or within integer range") { Details = [("ArgumentName", "max-keys"), ("ArgumentValue", said)] };
        }

        return (request.Query("prefix") ?? "", request.Query("delimiter") ?? "", Math.Min(size, 1000));
    }

    private static Func<string, string> Shown(StorageRequest request) => request.Query("encoding-type") switch
    {
        null => static text => text,
        "url" => Escaped,
        _ => throw new StorageFailure(400, "InvalidArgument", "Invalid Encoding Method specified in Request") { Details = [("ArgumentName", "encoding-type")] },
    };

    /// <summary>As forms are escaped, but for the slash.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _ = char.IsAsciiLetterOrDigit((char)value) || UnescapedMarks.Contains((char)value, StringComparison.Ordinal) ? escaped.Append((char)value)
                : value == ' ' ? escaped.Append('+')
                : escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return escaped.ToString();
    }

    private static string Token(string last) => "1" + Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    private static string Read(string token)
    {
        var bytes = new byte[token.Length];
        return token.StartsWith('1') && Convert.TryFromBase64Chars(token.AsSpan(1), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new StorageFailure(400, "InvalidArgument", "The continuation token provided is incorrect") { Details = [("ArgumentName", "continuation-token")] };
    }
}
