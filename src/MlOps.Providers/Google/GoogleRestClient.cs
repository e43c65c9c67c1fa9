using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MlOps.Providers.Google;

/// <summary>Calls the services of Google Cloud over REST and JSON, with one pool of connections, and again after what passes.</summary>
/// <param name="tokens">What calls carry.</param>
/// <param name="http">The connections; those that all services share when none are given.</param>
/// <param name="longestSilence">How long a call may go without a sign of life; a minute when it is not said.</param>
internal sealed class GoogleRestClient(GoogleTokens tokens, HttpClient? http = null, TimeSpan? longestSilence = null)
{
    /// <summary>How often a call is tried. With the waits between the tries about half a minute; what is throttled is tried for some minutes.</summary>
    public const int Tries = 5;

    private const int ThrottledTries = 12;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(32);

    private static readonly HttpClient s_shared = new(new SocketsHttpHandler
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

    private readonly HttpClient _http = http ?? s_shared;

    /// <summary>How long a call may go without a sign of life.</summary>
    public TimeSpan LongestSilence { get; } = longestSilence ?? TimeSpan.FromSeconds(60);

    /// <summary>A client of the same credentials with connections of its own.</summary>
    /// <param name="connections">The connections.</param>
    /// <returns>The client.</returns>
    public GoogleRestClient With(HttpClient connections) => new(tokens, connections, LongestSilence);

    /// <summary>How long to wait before a call is tried again.</summary>
    /// <param name="attempt">How often it has been tried.</param>
    /// <returns>The time, which grows, with some chance in it.</returns>
    public static TimeSpan Wait(int attempt) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), s_longestWait.TotalSeconds) * (0.5 + (Random.Shared.NextDouble() / 2)));

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
        GetAsync(operation, endpoint, new Uri(endpoint.Address, path), type, cancellationToken);

    /// <summary>Reads something.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="address">The address, below the service's.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public Task<T> GetAsync<T>(string operation, GoogleEndpoint endpoint, Uri address, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(operation, endpoint, _ => new(HttpMethod.Get, address), isRepeatable: true, type, cancellationToken);

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
        PostAsync(operation, endpoint, new Uri(endpoint.Address, path), _ => Json(body), isRepeatable, type, cancellationToken);

    /// <summary>Calls a method with a body of any kind.</summary>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="address">The address, below the service's.</param>
    /// <param name="body">Makes the body, for each try. One that takes long shows the patience signs of life.</param>
    /// <param name="isRepeatable">Whether to do it twice is the same as to do it once.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was answered.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public Task<T> PostAsync<T>(string operation, GoogleEndpoint endpoint, Uri address, Func<Patience, HttpContent> body, bool isRepeatable, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(operation, endpoint, patience => new(HttpMethod.Post, address) { Content = body(patience) }, isRepeatable, type, cancellationToken);

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
        SendAsync(operation, endpoint, _ => new(HttpMethod.Delete, new Uri(endpoint.Address, path)), isRepeatable: true, type, cancellationToken)!;

    /// <summary>Sends a request that may be sent twice, and leaves the answer's body to be read.</summary>
    /// <param name="operation">What is called, for an error.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="create">Makes the request, for each try.</param>
    /// <param name="isMeant">Which statuses beside those of success are an answer, and no error; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="MlOpsException">Google Cloud refused, or could not be reached.</exception>
    public Task<HttpResponseMessage> SendAsync(string operation, GoogleEndpoint endpoint, Func<HttpRequestMessage> create, Func<HttpStatusCode, bool>? isMeant, CancellationToken cancellationToken) =>
        TryAsync(operation, endpoint, _ => create(), isRepeatable: true, isMeant, (answer, _) => Task.FromResult(answer), cancellationToken);

    /// <summary>Sends a request once, whatever becomes of it. There is no limit of time but the token's.</summary>
    /// <param name="endpoint">The service.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer, of any status.</returns>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    public async Task<HttpResponseMessage> SendOnceAsync(GoogleEndpoint endpoint, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (endpoint.NeedsToken)
        {
            await tokens.AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A body of JSON.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The body.</returns>
    public static HttpContent Json(byte[] body) => new ByteArrayContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };

    private Task<T> SendAsync<T>(string operation, GoogleEndpoint endpoint, Func<Patience, HttpRequestMessage> create, bool isRepeatable, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        TryAsync(
            operation,
            endpoint,
            create,
            isRepeatable,
            isMeant: null,
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
        Func<Patience, HttpRequestMessage> create,
        bool isRepeatable,
        Func<HttpStatusCode, bool>? isMeant,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var mayBeDone = false;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked = null;
            using var limit = new Patience(LongestSilence, cancellationToken);
            try
            {
                using var request = create(limit);
                var response = await SendOnceAsync(endpoint, request, limit.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode || isMeant?.Invoke(response.StatusCode) == true)
                {
                    return await read(response, limit.Token).ConfigureAwait(false);
                }

                using (response)
                {
                    if (request.Method == HttpMethod.Delete && mayBeDone && response.StatusCode == HttpStatusCode.NotFound)
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
                cancellationToken.ThrowIfCancellationRequested();

                // A name that nobody knows will not be known in a second either.
                if (!isRepeatable || attempt >= Tries || e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
                {
                    throw GoogleErrors.From(operation, endpoint.Address.Host, limit.IsOver ? new TimeoutException() : e);
                }

                mayBeDone = true;
            }

            await Task.Delay(asked ?? Wait(attempt), cancellationToken).ConfigureAwait(false);
        }
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
