using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>A part of an upload that S3 has.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ETag">Its version, without quotation marks.</param>
/// <param name="Crc64Nvme">The checksum that S3 made of it; empty for none.</param>
internal sealed record S3Part(int Number, long Size, string ETag, string Crc64Nvme)
{
    /// <summary>Reads a page of the list of an upload's parts.</summary>
    /// <param name="body">The answer.</param>
    /// <returns>The parts, and whether there are more.</returns>
    /// <exception cref="XmlException">The answer is no whole page.</exception>
    public static (IReadOnlyList<S3Part> Parts, bool IsMore) ReadPage(byte[] body)
    {
        var page = S3Document.Read(body, "ListParts");
        return ([.. page.Elements().Where(each => each.Name.LocalName == "Part").Select(Read)], AwsXml.Text(page, "IsTruncated") == "true");
    }

    /// <summary>Writes what the request that completes an upload says.</summary>
    /// <param name="parts">All parts in their order.</param>
    /// <returns>The request's body.</returns>
    public static byte[] Write(IEnumerable<S3Part> parts)
    {
        XNamespace space = "http://s3.amazonaws.com/doc/2006-03-01/";
        var document = new XElement(space + "CompleteMultipartUpload", parts.Select(part => new XElement(
            space + "Part",
            part.Crc64Nvme.Length > 0 ? new XElement(space + "ChecksumCRC64NVME", part.Crc64Nvme) : null,
            new XElement(space + "ETag", $"\"{part.ETag}\""),
            new XElement(space + "PartNumber", part.Number))));
        return System.Text.Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
    }

    private static S3Part Read(XElement part) => new(
        (int)Count(part, "PartNumber"), Count(part, "Size"), (AwsXml.Text(part, "ETag") ?? "").Trim('"'), S3Document.Crc64Nvme(part));

    private static long Count(XElement part, string name) =>
        long.TryParse(AwsXml.Text(part, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new XmlException($"A part has no {name}.");
}
