using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using MlOps.Providers.Aws;
using MlOps.Providers.Stores;

namespace MlOps.Providers.S3;

/// <summary>
/// Sends requests to S3: each to the region that its bucket is in, signed, again when it failed for the moment. The SDK's own client is not used for it: per request it costs seven times what the
/// request itself does, and it will neither stream a body that it cannot rewind nor leave one unsigned on loopback. The credentials, the computation of signatures and the rules for endpoints are the SDK's.
/// </summary>
internal sealed class S3Client
{
    private const string NoBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>From here on, a body waits until S3 says that it wants it.</summary>
    private const int LargeBody = 1024 * 1024;

    /// <summary>More than any document of S3 has.</summary>
    private const int LongestDocument = 64 * 1024 * 1024;

    /// <summary>For how long credentials are taken to be in force without asking. The SDK renews them minutes before they expire.</summary>
    private static readonly TimeSpan s_signedIn = TimeSpan.FromSeconds(30);

    /// <summary>How often a small question is asked that S3 refuses for the moment, when nothing else is configured: for some seconds. With what is large, whoever asks for it waits for longer.</summary>
    private const int SmallAttempts = 7;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);

    // Shared by all: what counts is how many connections there are to a host, and that they are used again.
    private static readonly HttpClient s_http = new(
        new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 64,
            ConnectTimeout = TimeSpan.FromSeconds(5),

            // S3 spreads over many addresses, which change.
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),

            AllowAutoRedirect = false,
            UseCookies = false,

            // Objects are transferred as they are stored.
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    private readonly AwsSettings _settings;
    private readonly Lazy<AWSCredentials> _credentials;
    private readonly TimeSpan _patience;
    private readonly ConcurrentDictionary<string, S3Endpoint> _endpoints = new(StringComparer.Ordinal);
    private Session? _session;
    private TimeSpan _clockError;

    /// <summary>Makes a client. Nothing is asked for and nobody called before its first request.</summary>
    /// <param name="settings">Where S3 is called.</param>
    /// <param name="credentials">Finds what requests are signed with.</param>
    /// <param name="patience">How long a connection may be silent before it counts as dead.</param>
    public S3Client(AwsSettings settings, Func<AWSCredentials> credentials, TimeSpan patience)
    {
        _settings = settings;
        _credentials = new(credentials);
        _patience = patience;
    }

    /// <summary>Sends a request whose answer is small, and reads it.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer. An <see cref="IOException"/> or <see cref="System.Xml.XmlException"/> says that it is not whole.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="MlOpsException">S3 refused, or could not be reached.</exception>
    public Task<T> AskAsync<T>(S3Request request, Func<HttpResponseMessage, byte[], T> read, CancellationToken cancellationToken)
    {
        return RunAsync(request, isSmall: true, ReadAsync, cancellationToken);

        async Task<T> ReadAsync(HttpResponseMessage response, CancellationToken patience)
        {
            using (response)
            {
                var body = request.Method == HttpMethod.Head ? [] : await ReadWholeAsync(response, patience).ConfigureAwait(false);
                try
                {
                    return read(response, body);
                }
                catch (System.Xml.XmlException e)
                {
                    throw new IOException("The answer is not whole.", e);
                }
            }
        }
    }

    /// <summary>Sends a request whose answer is read later.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work until the answer begins.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="MlOpsException">S3 refused, or could not be reached.</exception>
    public Task<HttpResponseMessage> OpenAsync(S3Request request, CancellationToken cancellationToken) => RunAsync(request, isSmall: false, (response, _) => Task.FromResult(response), cancellationToken);

    /// <summary>Reads the rest of an answer as a stream that ends with an error when the connection is silent for too long.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="name">What is read, for an error.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The stream, which owns the answer.</returns>
    public async Task<Stream> ReadAsync(HttpResponseMessage response, long length, string name, CancellationToken cancellationToken) =>
        new ContentStream(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), length, _patience, name);

    private static async Task<byte[]> ReadWholeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(LongestDocument, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> RunAsync<T>(S3Request request, bool isSmall, Func<HttpResponseMessage, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        var endpoint = _endpoints.GetOrAdd(request.Target.Bucket, bucket => S3Endpoint.Of(_settings, bucket, _settings.Region));
        var hasMoved = false;
        var hasSetClock = false;
        for (var attempt = 1; ; attempt++)
        {
            var credentials = await SignInAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var response = await SendAsync(request, endpoint, credentials, patience).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return await use(response, patience.Token).ConfigureAwait(false);
                }

                using (response)
                {
                    var region = S3Headers.Find(response.Headers, S3Refusal.RegionHeader);
                    var canRepeat = request.Body is not { CanRepeat: false };
                    if (region.Length > 0 && region != endpoint.Region && canRepeat && !hasMoved)
                    {
                        endpoint = _endpoints[request.Target.Bucket] = S3Endpoint.Of(_settings, request.Target.Bucket, region);
                        hasMoved = true;
                        continue;
                    }

                    var refusal = S3Refusal.Read(response, await ReadWholeAsync(response, patience.Token).ConfigureAwait(false));
                    if (refusal.ErrorCode == "RequestTimeTooSkewed" && response.Headers.Date is { } theirs && canRepeat && !hasSetClock)
                    {
                        _clockError = theirs.UtcDateTime - DateTime.UtcNow;
                        hasSetClock = true;
                        continue;
                    }

                    // Whatever is wrong with the credentials, the next request asks for them anew.
                    _session = refusal.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest ? null : _session;
                    throw refusal;
                }
            }
            catch (Exception e) when (S3Refusal.IsPassing(e) && request.Body is not { CanRepeat: false } && attempt < Attempts(e, isSmall) && !cancellationToken.IsCancellationRequested)
            {
                request.MayBeDone = true;
                await Task.Delay(s_firstPause * (Math.Pow(2, attempt - 1) * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (AwsErrors.IsExpected(e) && !cancellationToken.IsCancellationRequested)
            {
                throw S3Refusal.Error(request, endpoint, e);
            }
        }
    }

    private int Attempts(Exception failure, bool isSmall) => isSmall && failure is AmazonServiceException ? _settings.ConfiguredAttempts ?? SmallAttempts : _settings.Attempts;

    private async Task<HttpResponseMessage> SendAsync(S3Request request, S3Endpoint endpoint, ImmutableCredentials credentials, CancellationTokenSource patience)
    {
        var limit = request.Patience ?? _patience;
        var path = request.Target.Key.Length > 0 ? $"{endpoint.Path}/{S3Escape.Key(request.Target.Key)}" : endpoint.Path.Length > 0 ? endpoint.Path : "/";
        using var message = new HttpRequestMessage(request.Method, Address(endpoint, path, request.Query));
        Sign(message, request, endpoint, path, credentials);
        if (request.Body is { } body)
        {
            message.Content = body.Content(() => patience.CancelAfter(limit));
            message.Headers.ExpectContinue = body.Length >= LargeBody && !endpoint.IsPlain ? true : null;
        }

        patience.CancelAfter(limit);
        return await s_http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
    }

    // The path is sent letter for letter: what looks like a folder above is part of a key.
    private static Uri Address(S3Endpoint endpoint, string path, string query) =>
        new(query.Length > 0 ? $"{endpoint.Origin}{path}?{query}" : endpoint.Origin + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private void Sign(HttpRequestMessage message, S3Request request, S3Endpoint endpoint, string path, ImmutableCredentials credentials)
    {
        var time = DateTime.UtcNow + _clockError;
        var hash = request.Body is null ? NoBody : S3Signature.UnsignedBody;
        List<(string Name, string Value)> headers =
        [
            .. request.Headers,
            ("x-amz-content-sha256", hash),
            ("x-amz-date", time.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        ];
        if (credentials.UseToken)
        {
            headers.Add(("x-amz-security-token", credentials.Token));
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        headers.Add(("host", endpoint.Host));
        message.Headers.TryAddWithoutValidation("Authorization", S3Signature.Authorize(request.Method.Method, path, request.Query, headers, hash, endpoint, credentials, time));
        message.Headers.TryAddWithoutValidation("User-Agent", "MlOps");
    }

    private async ValueTask<ImmutableCredentials> SignInAsync(CancellationToken cancellationToken)
    {
        if (_session is { } session && session.Age < s_signedIn)
        {
            return session.Credentials;
        }

        // Away from the caller's thread: finding credentials may ask the user, run a program or wait for the machine's metadata service.
        var source = await Task.Run(() => _credentials.Value, cancellationToken).ConfigureAwait(false);
        await AwsSignIn.EnsureAsync(source, cancellationToken).ConfigureAwait(false);
        var credentials = await source.GetCredentialsAsync().ConfigureAwait(false);
        _session = new(credentials, Environment.TickCount64);
        return credentials;
    }

    private sealed record Session(ImmutableCredentials Credentials, long Begun)
    {
        public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - Begun);
    }
}
