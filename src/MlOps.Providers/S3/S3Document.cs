using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>Reads small documents that S3 answers with.</summary>
internal static class S3Document
{
    /// <summary>Reads a document.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="name">What its root is called, without <c>Result</c>: some emulators say <c>Response</c>.</param>
    /// <returns>The root.</returns>
    /// <exception cref="XmlException">It is none, or another one.</exception>
    /// <exception cref="AmazonServiceException">It is a refusal: what takes long is begun to be answered as a success before it is known whether it will be one.</exception>
    public static XElement Read(byte[] body, string name)
    {
        if (AwsXml.Read(body) is var root && root.Name.LocalName.StartsWith(name, StringComparison.Ordinal))
        {
            return root;
        }

        throw AwsXmlError.Read(body) is { } error
            ? new AmazonServiceException(error.Message, null, ErrorType.Unknown, error.Code, error.RequestId, error.Code == "InternalError" ? HttpStatusCode.InternalServerError : HttpStatusCode.BadRequest)
            : new XmlException($"It is a {root.Name.LocalName}, and no answer to {name}.");
    }

    /// <summary>Reads one text of a document.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="name">What its root is called, without <c>Result</c>.</param>
    /// <param name="element">What has the text.</param>
    /// <returns>The text.</returns>
    /// <exception cref="XmlException">It is none, or another one.</exception>
    public static string Text(byte[] body, string name, string element) =>
        AwsXml.Text(Read(body, name), element) is { Length: > 0 } text ? text : throw new XmlException($"The answer has no {element}.");

    /// <summary>The CRC-64/NVME that S3 made of something.</summary>
    /// <param name="element">What is said of it.</param>
    /// <returns>The checksum in Base64; empty for none. What is not as long as it should be is another one, which some emulators put there.</returns>
    public static string Crc64Nvme(XElement element) => Crc64Nvme(AwsXml.Text(element, "ChecksumCRC64NVME") ?? "");

    /// <summary>The CRC-64/NVME that S3 made of something.</summary>
    /// <param name="text">What stands where it should be.</param>
    /// <returns>The checksum in Base64; empty for none.</returns>
    public static string Crc64Nvme(string text) => Convert.TryFromBase64String(text, stackalloc byte[9], out var size) && size == 8 ? text : "";
}
