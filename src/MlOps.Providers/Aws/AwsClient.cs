using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace MlOps.Providers.Aws;

/// <summary>Sends ready-made requests through the SDK's pipeline: credentials, signature, retries, clock skew and pooled connections are the SDK's.</summary>
internal sealed class AwsClient(AWSCredentials credentials, AwsClientConfig config) : AmazonServiceClient(credentials, config)
{
    private readonly AWSCredentials _credentials = credentials;
    private readonly AwsRequestMarshaller _marshaller = new(config.ServiceId);

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer's body. A <see cref="System.Text.Json.JsonException"/> says that it is not whole, and the request is sent again.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="MlOpsException">There are no credentials.</exception>
    public async Task<object?> SendAsync(AwsRequest request, Func<ReadOnlyMemory<byte>, object?> read, CancellationToken cancellationToken)
    {
        await AwsSignIn.EnsureAsync(_credentials, cancellationToken).ConfigureAwait(false);
        var options = new InvokeOptions { RequestMarshaller = _marshaller, ResponseUnmarshaller = new AwsResponseUnmarshaller(read) };
        var response = await InvokeAsync<AwsResponse>(request, options, cancellationToken).ConfigureAwait(false);
        return response.Value;
    }

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureResolver());
        pipeline.AddHandlerAfter<RetryHandler>(new AttemptCounter());
    }

    /// <summary>Takes note of every try: what is not to be done twice is looked at before it is called done by somebody else.</summary>
    private sealed class AttemptCounter : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            ((AwsRequest)executionContext.RequestContext.OriginalRequest).Attempts++;
            return base.InvokeAsync<T>(executionContext);
        }
    }

    /// <summary>Every operation is signed the same way.</summary>
    private sealed class SignatureResolver : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
