using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace MlOps.Providers.Aws;

/// <summary>How the SDK speaks to one service at one address.</summary>
internal sealed class AwsClientConfig : ClientConfig
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    public AwsClientConfig(string serviceId, string signingName, AwsSettings settings, Uri endpoint, string signingRegion, int connections)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        AuthenticationRegion = signingRegion;
        EndpointProvider = new FixedEndpoint(endpoint);
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = settings.Attempts - 1;
        Timeout = settings.Timeout;
        ConnectTimeout = s_connectTimeout;
        MaxConnectionsPerServer = connections;
        AllowAutoRedirect = false;
        DisableRequestCompression = true;

        // The SDK would take the addresses from what its process was started with; which one counts is settled before.
        IgnoreConfiguredEndpointUrls = true;

        // Whatever a session has set up for the SDK's own log, nothing of ours goes there.
        DisableLogging = true;
        LogResponse = false;
    }

    public override string ServiceVersion => "";

    public override string RegionEndpointServiceName => "";

    public override string UserAgent => "MlOps";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => EndpointProvider.ResolveEndpoint(new());

    private sealed class FixedEndpoint(Uri address) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new(address.AbsoluteUri);
    }
}
