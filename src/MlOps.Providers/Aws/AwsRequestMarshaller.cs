using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace MlOps.Providers.Aws;

/// <summary>Puts a body that is ready into the SDK's request.</summary>
internal sealed class AwsRequestMarshaller(string service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (AwsRequest)input;
        var marshalled = new DefaultRequest(request, service)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = request.Body,
        };
        marshalled.Headers["Content-Type"] = request.ContentType;
        if (request.Target.Length > 0)
        {
            marshalled.Headers["X-Amz-Target"] = request.Target;
        }

        return marshalled;
    }
}
