using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>Calls the operations of one service that speaks AWS JSON 1.1.</summary>
internal sealed class AwsJsonClient
{
    private const string ContentType = "application/x-amz-json-1.1";

    private readonly AwsService _service;
    private readonly AwsPacer _pacer;
    private readonly Lazy<AwsClient> _client;

    /// <summary>Makes a client. Nothing is asked for and nobody called before its first call.</summary>
    /// <param name="service">The service.</param>
    /// <param name="settings">Where it is called.</param>
    /// <param name="credentials">Finds what calls are signed with.</param>
    /// <param name="mostCalls">The most calls at once.</param>
    /// <param name="clock">What waits before a throttled call is repeated; <see langword="null"/> for the machine's clock.</param>
    /// <exception cref="MlOpsException">The address that is configured for the service cannot be used.</exception>
    public AwsJsonClient(AwsService service, AwsSettings settings, Func<AWSCredentials> credentials, int mostCalls, TimeProvider? clock = null)
    {
        _service = service;
        Endpoint = settings.Endpoint(service);
        _pacer = new(mostCalls, clock ?? TimeProvider.System);
        _client = new(() => new(credentials(), new(service.Id, service.SigningName, settings, Endpoint, settings.Region, mostCalls)));
    }

    /// <summary>Where the calls go.</summary>
    public Uri Endpoint { get; }

    /// <summary>Calls an operation.</summary>
    /// <typeparam name="TRequest">Its input.</typeparam>
    /// <typeparam name="TResponse">Its output.</typeparam>
    /// <param name="operation">The operation: <c>DescribeTrainingJob</c>.</param>
    /// <param name="request">The input.</param>
    /// <param name="requestType">How the input is written.</param>
    /// <param name="responseType">How the output is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The output.</returns>
    /// <exception cref="MlOpsException">AWS refused, or could not be reached.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class =>
        (TResponse)(await SendAsync(operation, JsonSerializer.SerializeToUtf8Bytes(request, requestType), body => JsonSerializer.Deserialize(body.Span, responseType), cancellationToken).ConfigureAwait(false))!;

    /// <summary>Calls an operation whose output is of no interest.</summary>
    /// <typeparam name="TRequest">Its input.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="request">The input.</param>
    /// <param name="requestType">How the input is written.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">AWS refused, or could not be reached.</exception>
    public Task CallAsync<TRequest>(string operation, TRequest request, JsonTypeInfo<TRequest> requestType, CancellationToken cancellationToken) =>
        SendAsync(operation, JsonSerializer.SerializeToUtf8Bytes(request, requestType), _ => null, cancellationToken);

    private async Task<object?> SendAsync(string operation, byte[] body, Func<ReadOnlyMemory<byte>, object?> read, CancellationToken cancellationToken)
    {
        var request = new AwsRequest(operation, $"{_service.TargetPrefix}.{operation}", ContentType, body);
        try
        {
            // Away from the caller's thread: finding credentials may ask the user, run a program or wait for the machine's metadata service.
            var client = _client.IsValueCreated ? _client.Value : await Task.Run(() => _client.Value, cancellationToken).ConfigureAwait(false);
            return await _pacer.RunAsync(() => client.SendAsync(request, read, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsErrors.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            var error = AwsErrors.From($"{_service.SigningName}:{operation}", Endpoint.Host, e);
            throw error.Code == ErrorCode.Conflict && request.Attempts > 1 && operation.StartsWith("Create", StringComparison.Ordinal) ? new AwsRepeatedException(error) : error;
        }
    }
}
