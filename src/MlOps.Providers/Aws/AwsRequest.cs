using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>A request whose body is ready to be sent.</summary>
/// <param name="operation">The operation.</param>
/// <param name="target">The header <c>X-Amz-Target</c>; empty for a service that does not know it.</param>
/// <param name="contentType">The body's type.</param>
/// <param name="body">The body.</param>
internal sealed class AwsRequest(string operation, string target, string contentType, byte[] body) : AmazonWebServiceRequest
{
    public string Operation => operation;

    public string Target => target;

    public string ContentType => contentType;

    public byte[] Body => body;

    /// <summary>How often it was sent so far.</summary>
    public int Attempts { get; set; }
}
