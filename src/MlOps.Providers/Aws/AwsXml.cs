using System.Xml;
using System.Xml.Linq;

namespace MlOps.Providers.Aws;

/// <summary>Reads the XML of the services that speak it.</summary>
internal static class AwsXml
{
    /// <summary>Reads a document. What refers to something outside of it is refused.</summary>
    /// <param name="body">The document.</param>
    /// <returns>Its root.</returns>
    /// <exception cref="XmlException">It is no whole document.</exception>
    public static XElement Read(ReadOnlySpan<byte> body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    /// <summary>The text of the first element of a name, whatever namespace it is in.</summary>
    /// <param name="root">Where to look.</param>
    /// <param name="name">The name.</param>
    /// <returns>The text; <see langword="null"/> when there is no such element.</returns>
    public static string? Text(XElement root, string name) => root.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
