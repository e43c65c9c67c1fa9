using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace MlOps.Providers.Aws;

/// <summary>Reads an answer while the SDK can still ask again: one that is cut short counts as a broken connection.</summary>
/// <param name="read">Reads the body.</param>
internal sealed class AwsResponseUnmarshaller(Func<ReadOnlyMemory<byte>, object?> read) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        var expected = context.ResponseData.ContentLength;
        if (expected > body.Length)
        {
            throw new IOException($"The connection was lost after {body.Length} of {expected} bytes.");
        }

        try
        {
            return new AwsResponse { Value = read(body.GetBuffer().AsMemory(0, (int)body.Length)) };
        }
        catch (JsonException e)
        {
            throw new IOException("The answer is not whole.", e);
        }
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        if (AwsXmlError.Read(body.GetBuffer().AsSpan(0, (int)body.Length)) is { } xml)
        {
            return new(xml.Message, innerException, ErrorType.Unknown, xml.Code, xml.RequestId, statusCode);
        }

        body.Position = 0;
        using var again = new JsonUnmarshallerContext(body, false, context.ResponseData);
        var reader = new StreamingUtf8JsonReader(body);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(again, ref reader);
        return new(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
