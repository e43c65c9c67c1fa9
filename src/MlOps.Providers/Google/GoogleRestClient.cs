using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MlOps.Providers.Google;

/// <summary>Calls the services of Google Cloud over REST and JSON, with one pool of connections, and again after what passes.</summary>
/// <param name="tokens">What calls carry.</param>
internal sealed class GoogleRestClient(GoogleTokens tokens)
{
    /// <summary>How often a call is tried. With the waits between the tries about half a minute; what is throttled is tried for some minutes.</summary>
    private const int Tries = 5;

    private const int ThrottledTries = 12;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(32);

    private static readonly HttpClient s_http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AutomaticDecompression = DecompressionMethods.All,
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = 32,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "MlOps" } },
    };

    /// <summary>Reads something.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="path">The path below its address, with the query.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public Task<T> GetAsync<T>(string operation, GoogleEndpoint endpoint, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(operation, endpoint, HttpMethod.Get, path, body: null, isRepeatable: true, type, cancellationToken);

    /// <summary>Calls a method with a body.</summary>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="path">The path below its address.</param>
    /// <param name="body">The body.</param>
    /// <param name="isRepeatable">Whether to do it twice is the same as to do it once.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was answered.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public Task<T> PostAsync<T>(string operation, GoogleEndpoint endpoint, string path, byte[] body, bool isRepeatable, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(operation, endpoint, HttpMethod.Post, path, body, isRepeatable, type, cancellationToken);

    /// <summary>Deletes something.</summary>
    /// <remarks>Where the answer to a deletion was lost and what was to be deleted is gone when it is tried again, that is what was wanted.</remarks>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="path">The path below its address.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was answered; the default when it is gone already.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public Task<T?> DeleteAsync<T>(string operation, GoogleEndpoint endpoint, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(operation, endpoint, HttpMethod.Delete, path, body: null, isRepeatable: true, type, cancellationToken)!;

    /// <summary>Opens something that is read as it comes.</summary>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="path">The path below its address.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public async Task<Stream> OpenAsync(string operation, GoogleEndpoint endpoint, string path, CancellationToken cancellationToken)
    {
        var response = await TryAsync(operation, endpoint, HttpMethod.Get, path, body: null, isRepeatable: true, (answer, _) => Task.FromResult(answer), cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<T> SendAsync<T>(
        string operation, GoogleEndpoint endpoint, HttpMethod method, string path, byte[]? body, bool isRepeatable, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        TryAsync(
            operation,
            endpoint,
            method,
            path,
            body,
            isRepeatable,
            async (response, token) =>
            {
                using (response)
                {
                    var bytes = await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
                    return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("The answer is empty.");
                }
            },
            cancellationToken);

    private async Task<T> TryAsync<T>(
        string operation,
        GoogleEndpoint endpoint,
        HttpMethod method,
        string path,
        byte[]? body,
        bool isRepeatable,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var mayBeDone = false;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked = null;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(s_timeout);
                using var request = await RequestAsync(endpoint, method, path, body, limit.Token).ConfigureAwait(false);
                var response = await s_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return await read(response, limit.Token).ConfigureAwait(false);
                }

                using (response)
                {
                    if (method == HttpMethod.Delete && mayBeDone && response.StatusCode == HttpStatusCode.NotFound)
                    {
                        return default!;
                    }

                    var error = GoogleErrors.From(operation, response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false));
                    if (!IsPassing(response.StatusCode, isRepeatable) || attempt >= (response.StatusCode == HttpStatusCode.TooManyRequests ? ThrottledTries : Tries))
                    {
                        throw error;
                    }

                    asked = WaitAsked(response.Headers.RetryAfter);
                    mayBeDone |= response.StatusCode != HttpStatusCode.TooManyRequests;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // A name that nobody knows will not be known in a second either.
                if (!isRepeatable || attempt >= Tries || e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
                {
                    throw GoogleErrors.From(operation, endpoint.Address.Host, e);
                }

                mayBeDone = true;
            }

            var longest = Math.Min(Math.Pow(2, attempt - 1), s_longestWait.TotalSeconds);
            await Task.Delay(asked ?? TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(GoogleEndpoint endpoint, HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(endpoint.Address, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };
        }

        if (endpoint.NeedsToken)
        {
            await tokens.AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        }

        return request;
    }

    /// <summary>Whether the same call may succeed a little later. What may have been done already is repeated only where that does no harm; a call that was throttled was not done.</summary>
    private static bool IsPassing(HttpStatusCode status, bool isRepeatable) =>
        status == HttpStatusCode.TooManyRequests
        || (isRepeatable && status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout);

    private static TimeSpan? WaitAsked(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
        return asked is { } wait ? TimeSpan.FromSeconds(Math.Clamp(wait.TotalSeconds, 0.1, 2 * s_longestWait.TotalSeconds)) : null;
    }
}
