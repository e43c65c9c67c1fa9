using System.Xml;

namespace MlOps.Providers.Aws;

/// <summary>An error in XML.</summary>
/// <param name="Code">What kind of error it is.</param>
/// <param name="Message">What the service says.</param>
/// <param name="RequestId">The id of the request.</param>
internal sealed record AwsXmlError(string Code, string Message, string RequestId)
{
    /// <summary>Reads an error.</summary>
    /// <param name="body">The answer.</param>
    /// <returns>The error; <see langword="null"/> when it is none in XML.</returns>
    public static AwsXmlError? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.TrimStart(" \r\n\t"u8) is [(byte)'<', ..] && AwsXml.Read(body) is var root && AwsXml.Text(root, "Code") is { } code
                ? new(code, AwsXml.Text(root, "Message") ?? "", AwsXml.Text(root, "RequestId") ?? "")
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
