using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MlOps.StandIn.Storage;

/// <summary>Documents as S3 writes and reads them.</summary>
internal sealed class S3Xml
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly StringBuilder _text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private readonly string _root;

    public S3Xml(string root, bool hasNamespace = true)
    {
        _root = root;
        _text.Append('<').Append(root).Append(hasNamespace ? $" xmlns=\"{Namespace}\">" : ">");
    }

    public S3Xml Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append('<').Append(name).Append('>');
            Escape(value);
            _text.Append("</").Append(name).Append('>');
        }

        return this;
    }

    public S3Xml Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    public S3Xml Add(string name, bool value) => Add(name, value ? "true" : "false");

    public S3Xml Add(string name, DateTimeOffset value) => Add(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    public S3Xml Begin(string name)
    {
        _text.Append('<').Append(name).Append('>');
        return this;
    }

    public S3Xml End(string name)
    {
        _text.Append("</").Append(name).Append('>');
        return this;
    }

    public StorageAnswer Answer(int status = 200) => StorageAnswer.Text(status, "application/xml", _text.Append("</").Append(_root).Append('>').ToString());

    /// <summary>Reads the document that a request sends.</summary>
    public static async Task<XElement> ReadAsync(StorageRequest request)
    {
        try
        {
            using var buffer = new MemoryStream();
            await S3Body.Of(request).CopyToAsync(buffer, request.Cancellation);
            buffer.Position = 0;
            return XDocument.Load(buffer).Root!;
        }
        catch (XmlException)
        {
            throw new StorageFailure(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    /// <summary>The elements of a name, whatever their namespace.</summary>
    public static IEnumerable<XElement> All(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    public static string? Text(XElement parent, string name) => All(parent, name).FirstOrDefault()?.Value;

    private void Escape(string value)
    {
        foreach (var one in value)
        {
            _ = one switch
            {
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '&' => _text.Append("&amp;"),
                '"' => _text.Append("&quot;"),
                < ' ' or '\u007F' or '\uFFFE' or '\uFFFF' => _text.Append(CultureInfo.InvariantCulture, $"&#x{(int)one:x};"),
                _ => _text.Append(one),
            };
        }
    }
}
