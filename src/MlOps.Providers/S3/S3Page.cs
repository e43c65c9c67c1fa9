using System.Globalization;
using System.Net;
using System.Xml;

namespace MlOps.Providers.S3;

/// <summary>One page of a list of objects.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Next">What asks for the next page; <see langword="null"/> when this is the last.</param>
internal sealed record S3Page(IReadOnlyList<StoredObject> Objects, string? Next)
{
    // Keys may have characters that XML does not allow, and a server that was asked to escape them need not do so.
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };

    /// <summary>Reads a page.</summary>
    /// <param name="prefix">What was asked for.</param>
    /// <param name="body">The answer.</param>
    /// <returns>The page.</returns>
    /// <exception cref="XmlException">The answer is no whole page.</exception>
    public static S3Page Read(ObjectLocation prefix, byte[] body)
    {
        var objects = new List<StoredObject>(1000);
        var (isEscaped, isMore, next) = (false, false, (string?)null);
        using var reader = XmlReader.Create(new MemoryStream(body), s_settings);
        reader.MoveToContent();
        reader.ReadStartElement("ListBucketResult", reader.NamespaceURI);
        while (reader.MoveToContent() == XmlNodeType.Element)
        {
            switch (reader.LocalName)
            {
                case "Contents":
                    objects.Add(ReadObject(reader, prefix));
                    break;
                case "EncodingType":
                    isEscaped = reader.ReadElementContentAsString() == "url";
                    break;
                case "IsTruncated":
                    isMore = reader.ReadElementContentAsString() == "true";
                    break;
                case "NextContinuationToken":
                    next = reader.ReadElementContentAsString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.ReadEndElement();
        if (isMore && string.IsNullOrEmpty(next))
        {
            throw new XmlException("The list goes on, and does not say where.");
        }

        // Whether keys are escaped may stand behind them.
        return new(isEscaped ? objects.ConvertAll(each => each with { Location = each.Location with { Key = WebUtility.UrlDecode(each.Location.Key) } }) : objects, isMore ? next : null);
    }

    private static StoredObject ReadObject(XmlReader reader, ObjectLocation prefix)
    {
        var (key, size, time, tag) = ("", 0L, default(DateTimeOffset), "");
        reader.ReadStartElement();
        while (reader.MoveToContent() == XmlNodeType.Element)
        {
            switch (reader.LocalName)
            {
                case "Key":
                    key = reader.ReadElementContentAsString();
                    break;
                case "Size":
                    size = Number(reader.ReadElementContentAsString());
                    break;
                case "LastModified":
                    time = Time(reader.ReadElementContentAsString());
                    break;
                case "ETag":
                    tag = reader.ReadElementContentAsString().Trim('"');
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.ReadEndElement();

        // No checksum: the list does not say which ETags are made of an MD5.
        return new() { Location = prefix with { Key = key }, Size = size, LastModified = time, Version = tag };
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new XmlException($"'{text}' is no size.");

    private static DateTimeOffset Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : default;
}
